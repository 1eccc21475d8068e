import { readFileSync, writeFileSync } from "node:fs";
import { BroadcastChannel } from "node:worker_threads";
import { createVitest, type Vitest } from "vitest/node";
import type { Answer, Ask, MutantCoverage } from "./messages.js";

/** The part of Stryker's words that a test runner speaks; its own types do not pass this project's type check. */
interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  readonly mutantActivation: "runtime" | "static";
}

interface Told {
  readonly id: string;
  readonly name: string;
  readonly timeSpentMs: number;
  readonly status: 0 | 1;
  readonly failureMessage?: string;
}

type MutantResult =
  | { readonly status: "timeout"; readonly reason: string }
  | { readonly status: "survived"; readonly nrOfTests: number }
  | {
      readonly status: "killed";
      readonly killedBy: readonly string[];
      readonly failureMessage: string;
      readonly nrOfTests: number;
    };

/** Where the process that measured the tests leaves how long each took, for the others; in Stryker's own copy. */
const timesFile = "test-times.json";

/** A mutant meets at most so much of the tests that reach it, the quickest first: what only the rest tells survives. */
const budgetMs = 2_000;

/** Stryker's side: asks a thread of Vitest that keeps all tests loaded, and starts a new one where a mutant spoilt it. */
class LoadedTests {
  #vitest: Vitest | undefined;
  #channel: BroadcastChannel | undefined;
  #threads = 0;
  #times: Readonly<Record<string, number>> | undefined;

  /** Modules need not load again: no mutant is on while they load. */
  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.#threads += 1;
    const name = `mutation ${process.pid} ${this.#threads}`;
    this.#channel = new BroadcastChannel(name);
    const ready = this.#next("ready");
    this.#vitest = await createVitest("test", {
      config: "vitest.mutation.config.ts",
      env: { MUTATION_CHANNEL: name },
      watch: false,
      reporters: [{}],
    });
    const run = this.#vitest.start();
    await Promise.race([
      ready,
      run.then(() => {
        throw new Error(`The tests did not load: ${JSON.stringify(this.#vitest?.state.getUnhandledErrors())}`);
      }),
    ]);
    run.catch(() => {});
  }

  async dryRun(): Promise<{ status: "complete"; tests: Told[]; mutantCoverage: MutantCoverage }> {
    const { runs, coverage } = await this.#ask({ ask: "coverage" }, "coverage");
    const tests = runs.map(({ id, milliseconds, fault }): Told => {
      const told = { id, name: id, timeSpentMs: milliseconds };
      return fault === undefined ? { ...told, status: 0 } : { ...told, status: 1, failureMessage: fault };
    });
    writeFileSync(timesFile, JSON.stringify(Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]))));
    return { status: "complete", tests, mutantCoverage: coverage };
  }

  async mutantRun(options: MutantRun): Promise<MutantResult> {
    const { activeMutant, testFilter = [], hitLimit, mutantActivation } = options;
    if (mutantActivation === "static") throw new Error("Modules load once, without a mutant: keep ignoreStatic on.");
    const ask = { ask: "mutant", mutant: activeMutant.id, tests: this.#quickest(testFilter), hitLimit } as const;
    const dirty = await this.#ask(ask, "mutant");
    if (dirty.soiled) await this.#renew();
    const { failed, tried, hits } = dirty.soiled ? await this.#afresh(ask) : dirty;
    if (hitLimit !== undefined && hits > hitLimit)
      return { status: "timeout", reason: `reached more than ${hitLimit} times` };
    if (failed === undefined) return { status: "survived", nrOfTests: tried };
    const { id, fault = "" } = failed;
    if (/Test timed out/.test(fault)) return { status: "timeout", reason: fault };
    return { status: "killed", killedBy: [id], failureMessage: fault, nrOfTests: tried };
  }

  async dispose(): Promise<void> {
    this.#channel?.postMessage({ ask: "end" } satisfies Ask);
    this.#channel?.close();
    await this.#vitest?.close();
  }

  #quickest(tests: readonly string[]): readonly string[] {
    this.#times ??= JSON.parse(readFileSync(timesFile, "utf8")) as Record<string, number>;
    const times = this.#times;
    let spent = 0;
    return tests
      .toSorted((one, other) => times[one]! - times[other]!)
      .filter((id, index) => {
        spent += times[id]!;
        return index === 0 || spent <= budgetMs;
      });
  }

  /** A mutant that spoils a new thread too spoils what it leaves: the thread after it is new again. */
  async #afresh(ask: Extract<Ask, { ask: "mutant" }>): Promise<Extract<Answer, { answer: "mutant" }>> {
    const answer = await this.#ask(ask, "mutant");
    if (answer.soiled) await this.#renew();
    return answer;
  }

  async #renew(): Promise<void> {
    await this.dispose();
    await this.init();
  }

  #ask<Word extends Answer["answer"]>(ask: Ask, word: Word): Promise<Extract<Answer, { answer: Word }>> {
    const answer = this.#next(word);
    this.#channel!.postMessage(ask);
    return answer;
  }

  #next<Word extends Answer["answer"]>(word: Word): Promise<Extract<Answer, { answer: Word }>> {
    return new Promise((resolve) => {
      this.#channel!.onmessage = (message: unknown) => {
        const { data } = message as { data: Answer | Ask };
        if ("answer" in data && data.answer === word) resolve(data as Extract<Answer, { answer: Word }>);
      };
    });
  }
}

export const strykerPlugins = [{ kind: "TestRunner", name: "loaded-tests", injectableClass: LoadedTests }];
