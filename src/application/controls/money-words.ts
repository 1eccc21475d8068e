import { instantText } from "../../domain/instant-text.js";
import type { Standing } from "../../domain/money/reserve-step.js";
import type { SpendLine } from "../../domain/money/spend-line.js";
import type { AccountSpend } from "../../domain/money/account-room.js";
import type { MessageClass } from "../../domain/message-class.js";
import type { SpentWord } from "../../domain/money/spent-word.js";
import { usd } from "../../domain/money/usd.js";

/** `month 2026-11: 99.50 of 100.00 USD`. */
export const standingText = ({ limit, period, scope }: SpendLine, { reserved, spent }: Standing): string => {
  const of = limit === undefined ? "USD, no limit" : `of ${usd(limit)} USD`;
  return `${scope} ${period}: ${usd(spent + reserved)} ${of}`;
};

/** Words of a refusal for money: the sum, the rest of it, and the time when there is more. */
export const shortText = (line: SpendLine, standing: Standing, micros: number, isCode: boolean): string => {
  const kept = isCode ? 0 : Math.max(0, line.kept - standing.codes);
  const keeps = kept === 0 ? "" : `, ${usd(kept)} of it kept for one-time codes`;
  const resets =
    line.resetsAt === undefined ? "it has no end" : `it begins anew at ${instantText(line.resetsAt.getTime())}`;
  return `it costs ${usd(micros)} USD and ${standingText(line, standing)} is spent or reserved${keeps}; ${resets}`;
};

/** Words of a refusal for the provider's own limit. */
export const accountText = ({ countedBy, limit, spent }: AccountSpend, micros: number, of: MessageClass): string =>
  `it costs ${usd(micros)} USD and of the account's own monthly limit of ${usd(limit)} USD (MonthlySpendLimit) ${usd(spent)} USD were spent by the ${countedBy}'s count when it was read last, which leaves too little for ${of} texts; ask AWS Support for a higher quota, then: sms account set MonthlySpendLimit AMOUNT`;

export const spentUpAt = ({ at }: SpentWord): string => `a receipt of ${instantText(at)}`;

/** Words of a refusal for the provider's own word. */
export const spentUpText = ({ limit, until }: SpentWord): string =>
  `the provider says in its receipts that the account's own monthly limit${limit === null ? "" : ` of ${usd(limit)} USD`} (MonthlySpendLimit) is spent, and drops every text; nothing goes until ${instantText(until)} unless the limit is raised: ask AWS Support for a higher quota, then: sms account set MonthlySpendLimit AMOUNT`;

/** The sum that is nearest to its limit; the widest sum where nothing is limited. */
export const tightest = (lines: readonly SpendLine[], standings: readonly Standing[]): string => {
  const share = (at: number) => {
    const { limit } = lines[at]!;
    const { reserved, spent } = standings[at]!;
    return limit === undefined ? -1 : (spent + reserved) / Math.max(limit, 1);
  };
  const nearest = lines.reduce((best, _, at) => (share(at) > share(best) ? at : best), 0);
  return standingText(lines[nearest]!, standings[nearest]!);
};
