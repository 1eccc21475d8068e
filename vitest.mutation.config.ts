import { defineConfig } from "vitest/config";

/** What Stryker meets mutants with: all tests of the domain loaded once in one thread, properties tried less often. */
export default defineConfig({
  test: {
    include: ["test/mutation/every-test.ts"],
    exclude: ["**/node_modules/**"],
    runner: "./test/mutation/thread.ts",
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    env: { PROPERTY_RUNS: "0.02" },
  },
});
