import { BroadcastChannel } from "node:worker_threads";
import { createVitest, type Vitest } from "vitest/node";
import type { Answer, Ask, MutantCoverage } from "./messages.js";

/** The part of Stryker's words that a test runner speaks; its own types do not pass this project's type check. */
interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
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

/** Stryker's side: asks a thread of Vitest that keeps all tests loaded, and starts a new one where a mutant spoilt it. */
class LoadedTests {
  #vitest: Vitest | undefined;
  #channel: BroadcastChannel | undefined;
  #threads = 0;

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: false };
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
    return { status: "complete", tests, mutantCoverage: coverage };
  }

  async mutantRun(options: MutantRun): Promise<MutantResult> {
    const { activeMutant, testFilter = [], hitLimit } = options;
    const ask = { ask: "mutant", mutant: activeMutant.id, tests: testFilter, hitLimit } as const;
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
