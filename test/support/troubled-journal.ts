import { Stopped } from "../../src/application/delivery/stopped.js";
import { type Journal, JournalUnavailable } from "../../src/application/ports/journal.js";

/** The process died here: nothing that it was about to do happens. */
export class Crash extends Stopped {}

/** The store does not answer, having applied the step ("after") or not; or the process dies. */
export type Trouble = "before" | "after" | "error-before" | "error-after" | "crash-before" | "crash-after";

/** A journal whose next calls of a step go wrong. */
export class TroubledJournal {
  readonly #journal: Journal;
  readonly #troubles = new Map<string, Trouble[]>();
  readonly #answers = new Map<string, { readonly answer: unknown; left: number }>();
  /** Steps as they were asked for: name and arguments. */
  readonly steps: { readonly name: string; readonly args: readonly unknown[] }[] = [];
  /** Called once each step is applied; its answer comes once what this returns has ended. */
  onStep: (name: string) => unknown = () => undefined;
  readonly journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    this.journal = new Proxy(journal, {
      get: (target, name: keyof Journal & string) => {
        const step = target[name] as unknown as ((...args: readonly unknown[]) => Promise<unknown>) | undefined;
        // Whoever is given a part asks whether it is a promise.
        if (step === undefined) return undefined;
        return async (...args: readonly unknown[]) => {
          this.steps.push({ name, args });
          const given = this.#answers.get(name);
          if (given !== undefined && given.left > 0) {
            given.left -= 1;
            return given.answer;
          }
          const trouble = this.#troubles.get(name)?.shift();
          if (trouble === "before") throw new JournalUnavailable("no answer");
          if (trouble === "crash-before") throw new Crash();
          if (trouble === "error-before") throw new Error("ERR something else");
          const answer = await step.apply(this.#journal, args as unknown[]);
          if (trouble === "after") throw new JournalUnavailable("no answer");
          if (trouble === "crash-after") throw new Crash();
          if (trouble === "error-after") throw new Error("ERR something else");
          await this.onStep(name);
          return answer;
        };
      },
    });
  }

  /** From now on, or so many times, it answers so, and applies nothing. */
  answer(step: keyof Journal, answer: unknown, times = Number.POSITIVE_INFINITY): void {
    this.#answers.set(step, { answer, left: times });
  }

  trouble(step: keyof Journal, ...when: Trouble[]): void {
    this.#troubles.set(step, when);
  }
}
