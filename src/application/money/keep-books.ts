import { errorName } from "../../domain/error-name.js";
import { reservationEnd } from "../../domain/money/reservation-end.js";
import type { Clock } from "../ports/clock.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { MoneyLedger } from "../ports/money-ledger.js";
import { budgetWarningEvent } from "./budget-warning-event.js";

interface KeepNeeds {
  readonly clock: Clock;
  readonly eventPublisher: EventPublisher;
  readonly hashes: Hashes;
  readonly journal: Pick<Journal, "read">;
  readonly log: Log;
  readonly moneyLedger: MoneyLedger;
}

/**
 * Warns of budgets that reached a level, and ends reservations that a dead process left, by asking the journal about
 * their messages. Runs until `stop` aborts; a store that is away is asked again.
 */
export type KeepBooks = (stop: AbortSignal) => Promise<void>;

const everyMs = 1_000;
const sweepEveryMs = 30_000;
/** Longer than a claim, a queue for a slot and a call together may take. */
const oldMs = 120_000;
const batch = 256;

/** One sweep; answers the number of reservations that were ended. */
export const sweepReservations = async ({ journal, moneyLedger }: Pick<KeepNeeds, "journal" | "moneyLedger">) => {
  const found = await moneyLedger.old(oldMs, batch);
  const ended = await Promise.all(
    found.map(async (of) => {
      const end = reservationEnd(of.send, await journal.read(of.messageId));
      if (end === "settled") await moneyLedger.settle(of, of.micros);
      else if (end === "released") await moneyLedger.release(of);
      else if (end === "doubt") await moneyLedger.doubt(of);
      return end !== "keep";
    }),
  );
  return ended.filter(Boolean).length;
};

/** Publishes every warning that is due. */
export const tellWarnings = async ({
  clock,
  eventPublisher,
  hashes,
  log,
  moneyLedger,
}: Pick<KeepNeeds, "clock" | "eventPublisher" | "hashes" | "log" | "moneyLedger">): Promise<void> => {
  for (const warning of await moneyLedger.warnings()) {
    await eventPublisher.publish(budgetWarningEvent(hashes, warning, clock.now()));
    await moneyLedger.told(warning);
    const { level, period, scope } = warning;
    log.warn({ scope, period, level }, "a budget reached a level");
  }
};

export const createKeepBooks =
  (needs: KeepNeeds): KeepBooks =>
  async (stop) => {
    const { clock, log } = needs;
    let swept = clock.monotonic();
    while (!stop.aborted) {
      try {
        await tellWarnings(needs);
        if (clock.monotonic() - swept > sweepEveryMs) {
          const ended = await sweepReservations(needs);
          if (ended < batch) swept = clock.monotonic();
          if (ended > 0) log.info({ ended }, "reservations that a process left were ended by the journal");
        }
      } catch (error) {
        log.debug({ cause: errorName(error) }, "the books of money cannot be kept now");
      }
      await clock.sleep(everyMs, stop);
    }
  };
