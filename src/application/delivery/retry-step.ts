import { backoff } from "../../domain/backoff.js";
import type { Clock } from "../ports/clock.js";
import { JournalUnavailable } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";

/** The process stops: the message stays where it was. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/**
 * Repeats an unanswered step, with the same arguments, until it is answered: only that answer decides (invariant 3).
 * Rejects with `Stopped` when `stop` aborts, and with anything that is not `JournalUnavailable` at once.
 */
export type RetryStep = <Answer>(name: string, stop: AbortSignal, call: () => Promise<Answer>) => Promise<Answer>;

const waitMs = backoff(50, 1_000);

export const createRetryStep =
  ({ clock, log, meters }: { clock: Clock; log: Log; meters: Meters }): RetryStep =>
  async (name, stop, call) => {
    for (let failed = 0; ; failed += 1) {
      const began = clock.monotonic();
      try {
        const answer = await call();
        meters.journalSeconds((clock.monotonic() - began) / 1_000, name);
        return answer;
      } catch (error) {
        if (!(error instanceof JournalUnavailable)) throw error;
        // Every message in work says so once, not once a second.
        log[failed === 0 ? "warn" : "debug"]({ step: name }, "the journal does not answer; repeating the step");
        if (!stop.aborted) await clock.sleep(waitMs(failed), stop);
        if (stop.aborted) throw new Stopped("The service stops");
      }
    }
  };
