import type { Departed, Departures } from "../../application/ports/departures.js";
import type { Journal, OpenAnswer } from "../../application/ports/journal.js";
import type { MoneyLedger, Reserved } from "../../application/ports/money-ledger.js";
import type { RecipientLog } from "../../application/ports/recipient-log.js";
import type { RecipientAnswer } from "../../domain/rate/recipient-step.js";

interface DeparturesNeeds {
  readonly journal: Pick<Journal, "open" | "mark">;
  readonly moneyLedger: Pick<MoneyLedger, "reserve">;
  readonly recipientLog: Pick<RecipientLog, "take">;
}

/** Departures of one process: its parts, asked one after the other. A question that is asked again goes on where it stopped. */
export const createMemoryDepartures = ({ journal, moneyLedger, recipientLog }: DeparturesNeeds): Departures => ({
  begin: ({ id, source, policy, keepUntil, payload, openLeaseMs, sendLeaseMs, who, place, charge, watched }) => {
    let opened: OpenAnswer | undefined;
    let placed: RecipientAnswer | undefined;
    let reserved: Reserved | undefined;
    return async (): Promise<Departed> => {
      opened ??= await journal.open(id, source, policy, openLeaseMs, keepUntil, payload);
      if (opened.kind !== "go" || opened.attempts > 0) return { opened, marked: false };
      placed ??= await recipientLog.take(who, place);
      if (placed.kind === "capped" || placed.waitMs > 0) return { opened, place: placed, marked: false };
      reserved ??= await moneyLedger.reserve(charge);
      const answers = { opened, place: placed, reserved };
      if (reserved.kind === "refused") return { ...answers, marked: false };
      const sum = watched === undefined ? undefined : reserved.standings[watched.line];
      if (sum !== undefined && sum.spent + sum.reserved > watched!.most) return { ...answers, marked: false };
      return { ...answers, marked: (await journal.mark(id, opened.token, 1, sendLeaseMs)) === "ok" };
    };
  },
});
