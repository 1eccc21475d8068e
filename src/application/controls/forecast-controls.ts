import type { Forecast, RecipientFacts } from "../../domain/decision/recipient-facts.js";
import type { MessageClass } from "../../domain/message-class.js";
import { fitsAccount } from "../../domain/money/account-room.js";
import type { SpendLine } from "../../domain/money/spend-line.js";
import { fits, noStanding } from "../../domain/money/reserve-step.js";
import type { ValidNumber } from "../../domain/phone/phone-number.js";
import { type RecipientCap, recipientCapsOf } from "../../domain/rate/recipient-caps.js";
import type { Clock } from "../ports/clock.js";
import type { Hashes } from "../ports/hashes.js";
import type { Limits } from "../ports/limits.js";
import { bookOf, booksOf, type MoneyLedger } from "../ports/money-ledger.js";
import type { RecipientLog } from "../ports/recipient-log.js";
import { capText, cappedText } from "./cap-words.js";
import { type Asker, linesOf } from "./charge-of.js";
import type { AccountWatch } from "./account-watch.js";
import { accountText, shortText, spentUpAt, spentUpText, tightest } from "./money-words.js";

interface ForecastNeeds {
  readonly accountWatch: Pick<AccountWatch, "spend" | "spentUp">;
  readonly clock: Clock;
  readonly hashes: Hashes;
  readonly limits: () => Limits;
  readonly moneyLedger: MoneyLedger;
  readonly recipientLog: RecipientLog;
}

/** Forecasts the answer of caps and money for one more text, without taking anything. Rejects while a store is away. */
export type ForecastControls = (
  number: ValidNumber,
  of: MessageClass,
  wanted: Asker & { readonly template: string | null },
) => Promise<Pick<RecipientFacts, "frequency" | "spend">>;

const frequencyOf = (caps: readonly RecipientCap[], counts: readonly number[]): Forecast => {
  const full = caps.findIndex(({ most }, at) => counts[at]! >= most);
  if (full === -1)
    return {
      allows: true,
      observed: caps.map((cap, at) => capText(cap, counts[at]!)).join(", "),
      consequence: "one more may go",
    };
  return {
    allows: false,
    observed: capText(caps[full]!, counts[full]!),
    consequence: cappedText(caps[full]!, undefined),
  };
};

export const createForecastControls =
  ({ accountWatch, clock, hashes, limits, moneyLedger, recipientLog }: ForecastNeeds): ForecastControls =>
  async (number, of, { template, ...asker }) => {
    const caps = recipientCapsOf(limits().recipient, of, template);
    const { lines } = linesOf(limits(), asker, { class: of, country: number.country }, clock.now().getTime());
    const account = accountWatch.spend;
    const word = accountWatch.spentUp;
    const isAsked = ({ limit, scope }: SpendLine) =>
      limit !== undefined || (account !== undefined && scope === "month");
    const limited = lines.filter(isAsked);
    const names = booksOf(limited);
    const [counts, books] = await Promise.all([
      caps.length === 0 ? [] : recipientLog.counts(hashes.keyed(number.e164), caps),
      Promise.all(names.map((name) => moneyLedger.book(name))),
    ]);
    const standings = limited.map((line) => books[names.indexOf(bookOf(line))]!.get(line.scope) ?? noStanding);
    const isCode = of === "otp";
    const spend = (micros: number): Forecast => {
      if (word !== undefined) return { allows: false, observed: spentUpAt(word), consequence: spentUpText(word) };
      const short = limited.findIndex((line, at) => !fits(standings[at]!, line, micros, isCode));
      if (short === -1 && account !== undefined) {
        const at = limited.findIndex(({ scope }) => scope === "month");
        const month = { ...standings[at]!, period: limited[at]!.period };
        if (!fitsAccount(account, { ...month, reserved: month.reserved + micros }, of))
          return { allows: false, observed: `${micros} micro-USD`, consequence: accountText(account, micros, of) };
      }
      if (short === -1)
        return {
          allows: true,
          observed: tightest(limited, standings),
          consequence: `${micros} micro-USD would be reserved`,
        };
      return {
        allows: false,
        observed: `${micros} micro-USD`,
        consequence: shortText(limited[short]!, standings[short]!, micros, isCode),
      };
    };
    return {
      ...(caps.length === 0 ? {} : { frequency: frequencyOf(caps, counts) }),
      // Sums without a limit can refuse nothing, so they are not asked.
      ...(limited.length === 0 && word === undefined ? {} : { spend }),
    };
  };
