import { noStanding } from "../../domain/money/reserve-step.js";
import { monthlyLimit } from "../../domain/account/monthly-limit.js";
import { errorName } from "../../domain/error-name.js";
import type { AccountSpend } from "../../domain/money/account-room.js";
import { isLifted, type SpentWord, spentWordOf } from "../../domain/money/spent-word.js";
import { spendPeriodsAt } from "../../domain/money/spend-periods.js";
import type { AccountSpendSource } from "../ports/account-spend.js";
import type { Clock } from "../ports/clock.js";
import type { Limits } from "../ports/limits.js";
import type { Log } from "../ports/log.js";
import type { MoneyLedger } from "../ports/money-ledger.js";
import type { SpentWords } from "../ports/spent-words.js";
import type { SmsAccount } from "../ports/sms-account.js";

interface WatchNeeds {
  /** undefined: the provider's count cannot be read, and the service's own sums stand for it. */
  readonly accountSpend: AccountSpendSource | undefined;
  readonly clock: Clock;
  readonly limits: () => Limits;
  readonly log: Log;
  readonly moneyLedger: Pick<MoneyLedger, "book">;
  readonly smsAccount: Pick<SmsAccount, "ask">;
  readonly spentWords: SpentWords;
}

const everyMs = 600_000;
/** A word that another worker heard is known to all within this time. */
const wordEveryMs = 15_000;

/** Keeps the provider's own monthly limit and what it counts, so that texts stop before the provider stops silently. */
export class AccountWatch {
  readonly #needs: WatchNeeds;
  #last: AccountSpend | undefined;
  /** The end of the provider's month in which that was read, epoch ms. */
  #until = 0;
  #word: SpentWord | undefined;

  constructor(needs: WatchNeeds) {
    this.#needs = needs;
  }

  /** undefined: not read yet, or the account has no limit that it tells of. The provider counts from nothing each month. */
  get spend(): AccountSpend | undefined {
    const last = this.#last;
    if (last === undefined) return undefined;
    const spent = this.#needs.clock.now().getTime() < this.#until ? last.spent : 0;
    return this.spentUp === undefined
      ? { ...last, spent }
      : { ...last, spent: Math.max(spent, last.limit), countedBy: "provider" };
  }

  /** The provider's word, while nothing may be sent because of it. */
  get spentUp(): SpentWord | undefined {
    return this.#word !== undefined && this.#word.until > this.#needs.clock.now().getTime() ? this.#word : undefined;
  }

  /** A receipt of that instant says that the provider's limit is spent. Rejects while the store is away. */
  async heardSpent(at: Date): Promise<void> {
    const { clock, spentWords } = this.#needs;
    const word = spentWordOf(at.getTime(), clock.now().getTime(), this.#last?.limit);
    if (word === undefined) return;
    await spentWords.keep(word);
    await this.#readWord();
  }

  /** Learns what other workers heard. */
  async #readWord(): Promise<void> {
    const { log, spentWords } = this.#needs;
    const before = this.spentUp;
    this.#word = await spentWords.read();
    const word = this.spentUp;
    if (before === undefined && word !== undefined)
      log.error(
        { until: new Date(word.until).toISOString() },
        "the provider says that its monthly limit is spent; nothing is sent until it is raised or the month ends: sms spend",
      );
    if (before !== undefined && word === undefined) log.info({}, "the provider's monthly limit has room again");
  }

  /** Reads once. An account that does not answer leaves the last answer standing. */
  async read(): Promise<void> {
    const { accountSpend, clock, limits, log, moneyLedger, smsAccount, spentWords } = this.#needs;
    const now = clock.now().getTime();
    const { month: period } = spendPeriodsAt(limits().money.zone, now);
    const [account, book, counted] = await Promise.all([
      smsAccount.ask(),
      moneyLedger.book(period),
      accountSpend?.monthToDate().catch((error: unknown) => {
        log.warn(
          { cause: errorName(error) },
          "the account's spend cannot be read from CloudWatch; the service's own sums stand for it",
        );
        return undefined;
      }),
    ]);
    if (account.kind === "unavailable") return;
    const limit = monthlyLimit(account.attributes);
    const { spent, reserved } = book.get("month") ?? noStanding;
    const own = spent + reserved;
    this.#until = spendPeriodsAt("UTC", now).monthEnds.getTime();
    this.#last =
      limit !== undefined
        ? {
            limit,
            // The provider's count lags, and the service's own knows only its own texts: the greater one is nearer.
            spent: Math.max(counted ?? 0, own),
            countedBy: counted !== undefined && counted >= own ? "provider" : "service",
            ...{ period, own },
          }
        : undefined;
    await this.#readWord();
    if (this.#word === undefined || !isLifted(this.#word, limit)) return;
    await spentWords.lift(clock.now().getTime());
    await this.#readWord();
  }

  /** Reads every ten minutes, and the word of other workers in between, until `stop` aborts. */
  async run(stop: AbortSignal): Promise<void> {
    const { clock, log } = this.#needs;
    for (let readAt = clock.monotonic(); !stop.aborted; ) {
      const isDue = clock.monotonic() >= readAt;
      if (isDue) readAt = clock.monotonic() + everyMs;
      await (isDue ? this.read() : this.#readWord()).catch((error: unknown) =>
        log.debug({ cause: errorName(error) }, "the account's limit cannot be read now"),
      );
      await clock.sleep(wordEveryMs, stop);
    }
  }
}
