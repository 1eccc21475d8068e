import { errorName } from "../../domain/error-name.js";
import { campaignLine, spendLinesOf } from "../../domain/money/spend-line.js";
import { spendPeriodsAt } from "../../domain/money/spend-periods.js";
import type { OutcomeValue } from "../message/outcome.js";
import type { Limits } from "../ports/limits.js";
import type { Log } from "../ports/log.js";
import { bookOf, type MoneyLedger } from "../ports/money-ledger.js";
import { scopeOf } from "./record-sent.js";

interface BookNeeds {
  readonly limits: () => Limits;
  readonly log: Log;
  readonly moneyLedger: Pick<MoneyLedger, "adjust" | "book">;
}

/**
 * Corrects what a sent text was booked with, by so many micro-USD, in the periods in which it went out; a sum may pass
 * its limit by it. Never rejects: the change cannot be made twice, so it is made at most once, and one that the store
 * missed is logged.
 */
export type BookPrice = (outcome: OutcomeValue, change: number) => Promise<void>;

export const createBookPrice =
  ({ limits, log, moneyLedger }: BookNeeds): BookPrice =>
  async (outcome, change) => {
    const { caller, campaignId, class: of, messageId } = outcome;
    if (change === 0 || of === null) return;
    const { money } = limits();
    const { country } = scopeOf(outcome);
    const periods = spendPeriodsAt(money.zone, Date.parse(outcome.occurredAt));
    try {
      const lines = spendLinesOf(
        money,
        { class: of, country: country ?? undefined, caller: caller ?? undefined, campaign: undefined },
        periods,
      );
      // A campaign's budget is its own; a campaign of an earlier version has a sum only where it had a budget.
      const campaign = campaignId === null ? undefined : campaignLine(campaignId, undefined);
      const hasSum = campaign !== undefined && (await moneyLedger.book(bookOf(campaign))).size > 0;
      await moneyLedger.adjust(hasSum ? [...lines, campaign] : lines, change, of === "otp");
    } catch (error) {
      const cause = errorName(error);
      log.warn({ messageId, micros: change, cause }, "a receipt's price could not be booked; the estimate stays");
    }
  };
