import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

/** A test file that asks for a server says so by what it imports. */
const asks = /support\/(?:needs|moto|kafka|redis|shared-kafka|service-process)/u;
/** A test file that changes what its process shares says so by what it calls. */
const changesProcess = /\bvi\.(?:stub|mock|doMock|spyOn|useFakeTimers)|\.setGlobal/u;
/** These measure the memory of a whole service. */
const measures = /\/(?:memory|poison)\.test\.ts$/u;

const files = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts"))
  .map((path) => ({ path: `test/${path}`, text: readFileSync(`test/${path}`, "utf8") }));
const servers = files.filter(({ text }) => asks.test(text));
const unit = files.filter((file) => !servers.includes(file));

const cores = Math.max(2, availableParallelism());

const project = (
  name: string,
  of: readonly (typeof files)[number][],
  how: { readonly order: number; readonly atOnce: number; readonly isolate?: boolean },
): TestProjectConfiguration => ({
  test: {
    name,
    include: of.map(({ path }) => path),
    setupFiles: ["test/support/check-answers.ts"],
    testTimeout: 60_000,
    // The first to ask fetches Kafka.
    hookTimeout: 180_000,
    isolate: how.isolate ?? true,
    maxWorkers: how.atOnce,
    // Fleets of services: more of them at once would make their machine too busy for what they measure.
    maxConcurrency: 2,
    sequence: { groupOrder: how.order },
  },
});

/**
 * First all that needs nothing but Node: a process for each core takes file after file, because a new one for each would
 * spend half of its time on loading the same modules. Then what asks for servers, two files at once, because most of it waits
 * for them. Last, alone, what would measure its neighbour as well.
 */
export default defineConfig({
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    globalSetup: ["test/support/run-folder.ts"],
    projects: [
      project(
        "unit",
        unit.filter(({ text }) => !changesProcess.test(text)),
        { order: 0, atOnce: cores, isolate: false },
      ),
      project(
        "unit-apart",
        unit.filter(({ text }) => changesProcess.test(text)),
        { order: 0, atOnce: cores },
      ),
      project(
        "servers",
        servers.filter(({ path }) => !measures.test(path)),
        { order: 1, atOnce: 2 },
      ),
      project(
        "alone",
        servers.filter(({ path }) => measures.test(path)),
        { order: 2, atOnce: 1 },
      ),
    ],
  },
});
