import { errorName } from "../../domain/error-name.js";
import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import type { ReadDrifts } from "./read-drifts.js";

interface WatchNeeds {
  readonly clock: Clock;
  readonly log: Log;
  readonly readDrifts: ReadDrifts;
}

/** Looks every hour until `stop` aborts, and warns once a day of each entry of the price book that is off. */
export type WatchPrices = (stop: AbortSignal) => Promise<void>;

const everyMs = 3_600_000;
const againMs = 24 * everyMs;

export const createWatchPrices = ({ clock, log, readDrifts }: WatchNeeds): WatchPrices => {
  const warnedAt = new Map<string, number>();

  const look = async (): Promise<void> => {
    const now = clock.monotonic();
    for (const { class: of, correction, country, ratio, texts } of await readDrifts()) {
      const entry = `${country}/${of}`;
      if (now - (warnedAt.get(entry) ?? Number.NEGATIVE_INFINITY) < againMs) continue;
      warnedAt.set(entry, now);
      log.warn(
        { country, class: of, texts, ratio, correction },
        "receipts contradict the price book by more than 10 %: estimates and budgets are off; put the corrected line into SMS_PRICE_BOOK",
      );
    }
  };

  return async (stop) => {
    while (!stop.aborted) {
      await look().catch((error: unknown) => log.debug({ cause: errorName(error) }, "prices cannot be compared now"));
      await clock.sleep(everyMs, stop);
    }
  };
};
