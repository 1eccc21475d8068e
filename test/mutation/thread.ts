import { BroadcastChannel } from "node:worker_threads";
import { type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite, TestRunner } from "vitest";
import { LoadedMemory } from "./loaded-memory.js";
import type { Answer, Ask, MutantCoverage, TestRun } from "./messages.js";

/** The names by which Stryker's switches in the mutated code ask which mutant is on. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

const switches: Switches = {};
Object.assign(globalThis, { __stryker__: switches });
const memory = new LoadedMemory();

/**
 * The tests, loaded once: a mutant is switched on, the tests that reach it run as functions, and the first that
 * fails ends it. A start of Vitest for each mutant took seconds; this takes milliseconds.
 */
export default class MutationThread extends TestRunner {
  readonly #tests = new Map<string, RunnerTestCase>();

  constructor(config: TestRunner["config"]) {
    super(config);
    memory.watch();
  }

  async onCollected([file]: RunnerTestFile[]): Promise<void> {
    memory.loaded();
    await this.onBeforeRunSuite(file!);
    this.#list(file!);
    const channel = new BroadcastChannel(process.env["MUTATION_CHANNEL"]!);
    const tell = (answer: Answer): void => channel.postMessage(answer);
    await new Promise<void>((resolve) => {
      channel.onmessage = (message: unknown) => {
        const ask = (message as { data: Ask | Answer }).data;
        if (!("ask" in ask)) return;
        if (ask.ask === "end") resolve();
        if (ask.ask === "coverage") void this.#cover().then(tell);
        if (ask.ask === "mutant") void this.#meet(ask).then(tell);
      };
      tell({ answer: "ready" });
    });
    channel.close();
    file!.mode = "skip";
  }

  #list(suite: RunnerTestSuite): void {
    for (const task of suite.tasks) {
      if (task.type === "suite") this.#list(task);
      else if (task.mode === "run") {
        const name = task.fullTestName ?? task.name;
        this.#tests.set(this.#tests.has(name) ? `${name} (${task.id})` : name, task);
      }
    }
  }

  async #cover(): Promise<Answer> {
    const runs: TestRun[] = [];
    for (const id of this.#tests.keys()) {
      memory.restore();
      switches.currentTestId = id;
      runs.push(await this.#run(id));
      switches.currentTestId = undefined;
    }
    return { answer: "coverage", runs, coverage: switches.mutantCoverage ?? { static: {}, perTest: {} } };
  }

  async #meet({ mutant, tests, hitLimit }: Extract<Ask, { ask: "mutant" }>): Promise<Answer> {
    memory.restore();
    Object.assign(switches, { activeMutant: mutant, hitCount: 0, hitLimit });
    let failed: TestRun | undefined;
    let tried = 0;
    for (const id of tests) {
      const run = await this.#run(id);
      tried += 1;
      if (run.fault === undefined) continue;
      failed = run;
      break;
    }
    const hits = switches.hitCount ?? 0;
    Object.assign(switches, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    memory.restore();
    const soiled = failed !== undefined && (await this.#run(failed.id)).fault !== undefined;
    return { answer: "mutant", tried, failed, hits, soiled };
  }

  async #run(id: string): Promise<TestRun> {
    const test = this.#tests.get(id)!;
    const start = performance.now();
    try {
      await this.#walk(test, suitesOf(test));
      return { id, milliseconds: performance.now() - start };
    } catch (error) {
      // A test that skips itself, here as everywhere, tells nothing of a mutant.
      if ((error as { code?: unknown }).code === "VITEST_PENDING")
        return { id, milliseconds: performance.now() - start };
      return { id, milliseconds: performance.now() - start, fault: String(error).slice(0, 500) };
    }
  }

  /** Every hook runs for every test: what one mutant did to a stage of a whole suite is not met by the next. */
  async #walk(test: RunnerTestCase, suites: readonly RunnerTestSuite[]): Promise<void> {
    const hooks = suites.map((suite) => TestRunner.getSuiteHooks(suite));
    for (const [index, { beforeAll }] of hooks.entries()) for (const hook of beforeAll) await hook(suites[index]!);
    for (const { beforeEach } of hooks) for (const hook of beforeEach) await hook(test.context, test.suite!);
    this.onBeforeTryTask(test);
    try {
      await TestRunner.getTestFn(test)();
      this.onAfterTryTask(test);
    } finally {
      for (const { afterEach } of hooks.toReversed())
        for (const hook of afterEach) await hook(test.context, test.suite!);
      for (const [index, { afterAll }] of [...hooks.entries()].toReversed())
        for (const hook of afterAll) await hook(suites[index]!);
    }
  }
}

/** The suites around a test, the outermost first. */
function suitesOf(test: RunnerTestCase): readonly RunnerTestSuite[] {
  const suites: RunnerTestSuite[] = [];
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) suites.unshift(suite);
  return [test.file, ...suites.filter((suite) => suite !== test.file)];
}
