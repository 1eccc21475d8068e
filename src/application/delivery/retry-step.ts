import { backoff } from "../../domain/backoff.js";
import type { Clock } from "../ports/clock.js";
import type { ErrorLog } from "../ports/error-log.js";
import { JournalUnavailable } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";
import { Stopped, sleepOrStop } from "./stopped.js";

/**
 * Repeats an unanswered step, with the same arguments, until it is answered: only that answer decides. Rejects with
 * `Stopped` when `stop` aborts, and with anything that is not `JournalUnavailable` at once. "answered": only an
 * answer ends it, because the gateway may have taken the text: a run that gave up would let another one send it
 * again.
 */
export type RetryStep = <Answer>(
  name: string,
  stop: AbortSignal | "answered",
  call: () => Promise<Answer>,
) => Promise<Answer>;

const waitMs = backoff(50, 1_000);
const again = "the journal does not answer; repeating the step";

interface RetryNeeds {
  readonly clock: Clock;
  readonly errorLog: ErrorLog;
  readonly log: Log;
  readonly meters: Meters;
}

export const createRetryStep =
  ({ clock, errorLog, log, meters }: RetryNeeds): RetryStep =>
  async (name, stop, call) => {
    for (let failed = 0; ; failed += 1) {
      const began = clock.monotonic();
      try {
        const answer = await call();
        meters.journalSeconds((clock.monotonic() - began) / 1_000, name);
        return answer;
      } catch (error) {
        const isAway = error instanceof JournalUnavailable;
        if (error instanceof Stopped || (!isAway && stop !== "answered")) throw error;
        // Every message in work says so once, not once a second.
        if (failed > 0) log.debug({ step: name }, again);
        else if (isAway) log.warn({ step: name }, again);
        else errorLog.caught("dispatch", error, { step: name }, again);
        if (stop === "answered") await clock.sleep(waitMs(failed));
        else await sleepOrStop(clock, waitMs(failed), stop);
      }
    }
  };
