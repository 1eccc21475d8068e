import type { DeadNumbers } from "../ports/dead-numbers.js";
import type { Hashes } from "../ports/hashes.js";
import type { Learn, News } from "./learn.js";

interface LearnNeeds {
  /** The provider blocked the account at that instant, until it was reviewed. */
  readonly blocked: (at: Date) => Promise<void>;
  readonly deadNumbers: Pick<DeadNumbers, "failed" | "reached">;
  readonly hashes: Pick<Hashes, "keyed">;
  /** Keeps the wish of a person whose provider or phone refuses our texts. */
  readonly optOut: (to: string, news: News) => Promise<unknown>;
  /** The provider's own limit of money was spent at that instant. */
  readonly spentUp: (at: Date) => Promise<void>;
}

/** Words of data/provider-responses.json by which a number seems to be gone; a phone that is off says another. */
const gone: ReadonlySet<string> = new Set(["invalid_recipient", "unknown"]);

/** Learns of opt-outs, of numbers that are gone or alive again, and of an account whose limit is spent or that is blocked. */
export const createLearnFromReceipt =
  ({ blocked, deadNumbers, hashes, optOut, spentUp }: LearnNeeds): Learn =>
  async (news) => {
    const { outcome, receipt } = news;
    const { at, response, status } = receipt;
    if (response === "spend_limit") await spentUp(at);
    if (response === "account_blocked") await blocked(at);
    if (outcome.to === null) return;
    if (response === "opted_out") await optOut(outcome.to, news);
    if (status === "undelivered" && response !== null && gone.has(response))
      await deadNumbers.failed(hashes.keyed(outcome.to), at);
    if (status === "delivered" || status === "carrier-accepted")
      await deadNumbers.reached(hashes.keyed(outcome.to), at);
  };
