import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** All that goes wrong with workers, Kafka, Redis and the gateway, the long scenarios too; ends with a table of them. */
export default defineConfig({
  root: resolve(import.meta.dirname, "../.."),
  test: {
    env: { SMS_CHAOS: "all", AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    globalSetup: ["test/support/run-folder.ts"],
    include: [
      ...["test/chaos/**/*.test.ts", "test/chaos/long/*.long.ts"],
      // Scenarios that need no fleet, and so are part of `npm test` in their rooms: failovers, slots that move, a shared
      // Redis, workers that come and go, passwords that are rotated.
      ...["gone-back", "resharding", "deployments"].map((name) => `test/adapters/redis/journal/${name}.test.ts`),
      ...["repeats", "rotated-passwords"].map((name) => `test/service/${name}.test.ts`),
    ],
    reporters: ["default", resolve(import.meta.dirname, "table-reporter.ts")],
    testTimeout: 240_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    // One at a time: what a scenario prints belongs to the one that runs.
    maxConcurrency: 1,
  },
});
