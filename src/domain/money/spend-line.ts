import type { MessageClass } from "../message-class.js";
import type { MoneyLimits, PeriodLimits } from "./money-limits.js";
import type { SpendPeriods } from "./spend-periods.js";

/** One sum that a text counts towards. Every sum is micro-USD. */
export interface SpendLine {
  /** `month`, `day`, `class/promotional/month`, `country/US/day`, `caller/shop/day`, `campaign/summer-26`. */
  readonly scope: string;
  /** `2026-11`, `2026-11-26`; `all` for a campaign. */
  readonly period: string;
  /** undefined: counted, not limited. */
  readonly limit: number | undefined;
  /** The part of the limit that is kept for one-time codes. */
  readonly kept: number;
  /** undefined: never. */
  readonly resetsAt: Date | undefined;
}

/** The properties of a text that decide which sums it counts towards. */
export interface SpentText {
  readonly class: MessageClass;
  readonly country: string | undefined;
  readonly caller: string | undefined;
  readonly campaign: { readonly id: string; readonly budgetMicros: number | undefined } | undefined;
}

/** The sum of one campaign, which never begins anew. */
export const campaignLine = (id: string, limit: number | undefined): SpendLine => ({
  scope: `campaign/${id}`,
  period: "all",
  limit,
  kept: 0,
  resetsAt: undefined,
});

/** The sums that a text counts towards, the widest first: the first one that lacks money is the one a refusal names. */
export const spendLinesOf = (limits: MoneyLimits, text: SpentText, periods: SpendPeriods): readonly SpendLine[] => {
  const lines: SpendLine[] = [];
  const add = (prefix: string, of: PeriodLimits | undefined, always = false) => {
    for (const [name, period, resetsAt] of [
      ["month", periods.month, periods.monthEnds],
      ["day", periods.day, periods.dayEnds],
    ] as const) {
      const limit = of?.[name];
      if (limit === undefined && !always) continue;
      const kept = prefix === "" && limit !== undefined ? Math.floor(limit * limits.otpReserve) : 0;
      lines.push({ scope: prefix + name, period, limit, kept, resetsAt });
    }
  };
  const { campaign, caller, country } = text;
  add("", limits, true);
  add(`class/${text.class}/`, limits.class.get(text.class));
  if (country !== undefined) add(`country/${country}/`, limits.country.get(country));
  if (caller !== undefined) add(`caller/${caller}/`, limits.caller.get(caller));
  // Without a budget too: one that a person sets later counts the texts that went before.
  if (campaign !== undefined) lines.push(campaignLine(campaign.id, campaign.budgetMicros));
  return lines;
};
