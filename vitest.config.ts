import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

/** A test file that asks for a server says so by what it imports. */
const asks = /support\/(?:needs|moto|kafka|redis|shared-kafka|service-process)/u;
/** Those that measure the memory of a whole service. */
const alone = /test\/service\/(?:memory|poison)\./u;

const files = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts"))
  .map((path) => `test/${path}`);
const asking = files.filter((path) => asks.test(readFileSync(path, "utf8")));

const project = (
  name: string,
  include: readonly string[],
  more: { readonly groupOrder: number; readonly maxWorkers: number; readonly testTimeout: number; hookTimeout: number },
): TestProjectConfiguration => {
  const { groupOrder, ...limits } = more;
  return {
    test: {
      name,
      include: [...include],
      setupFiles: ["test/support/check-answers.ts"],
      ...limits,
      sequence: { groupOrder },
    },
  };
};

/** Two at once wait for their servers beside each other; more would share one processor for each. */
const beside = 2;

export default defineConfig({
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    globalSetup: ["test/support/run-folder.ts"],
    projects: [
      project(
        "unit",
        files.filter((path) => !asking.includes(path)),
        { groupOrder: 0, maxWorkers: availableParallelism(), testTimeout: 20_000, hookTimeout: 20_000 },
      ),
      project(
        "servers",
        asking.filter((path) => !alone.test(path)),
        { groupOrder: 1, maxWorkers: beside, testTimeout: 60_000, hookTimeout: 180_000 },
      ),
      project(
        "alone",
        asking.filter((path) => alone.test(path)),
        { groupOrder: 2, maxWorkers: 1, testTimeout: 60_000, hookTimeout: 180_000 },
      ),
    ],
  },
});
