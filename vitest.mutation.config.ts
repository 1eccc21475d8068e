import { defineConfig } from "vitest/config";

/** What Stryker runs once per mutant: the domain's own tests, with properties tried less often. */
export default defineConfig({
  test: {
    include: ["test/domain/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    testTimeout: 20_000,
    env: { PROPERTY_RUNS: "0.02" },
  },
});
