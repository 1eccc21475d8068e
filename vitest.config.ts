import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** A test file that asks for a server says so by what it imports. */
const asks = /support\/(?:needs|moto|kafka|redis|shared-kafka|service-process)/u;

const files = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts"))
  .map((path) => `test/${path}`);
const servers = files.filter((path) => asks.test(readFileSync(path, "utf8")));
const unit = files.filter((path) => !servers.includes(path));

/**
 * First all that needs nothing but Node, side by side; then, one file after the other, what measures itself against real
 * servers: two of those at once would take each other's processor and with it their deadlines.
 */
export default defineConfig({
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    projects: [
      {
        test: {
          name: "unit",
          include: unit,
          setupFiles: ["test/support/check-answers.ts"],
          testTimeout: 20_000,
          hookTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "servers",
          include: servers,
          setupFiles: ["test/support/check-answers.ts"],
          testTimeout: 60_000,
          // The first to ask fetches Kafka.
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
