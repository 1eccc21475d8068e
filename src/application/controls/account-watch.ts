import type { AccountSpend } from "../../domain/money/account-room.js";
import { spendPeriodsAt } from "../../domain/money/spend-periods.js";
import type { AccountSpendSource } from "../ports/account-spend.js";
import type { Clock } from "../ports/clock.js";
import type { Limits } from "../ports/limits.js";
import type { Log } from "../ports/log.js";
import type { MoneyLedger } from "../ports/money-ledger.js";
import type { SmsAccount } from "../ports/sms-account.js";

interface WatchNeeds {
  /** undefined: the provider's count cannot be read, and the service's own sums stand for it. */
  readonly accountSpend: AccountSpendSource | undefined;
  readonly clock: Clock;
  readonly limits: () => Limits;
  readonly log: Log;
  readonly moneyLedger: Pick<MoneyLedger, "book">;
  readonly smsAccount: Pick<SmsAccount, "ask">;
}

const everyMs = 600_000;

/** Keeps the provider's own monthly limit and what it counts, so that texts stop before the provider stops silently. */
export class AccountWatch {
  readonly #needs: WatchNeeds;
  #last: AccountSpend | undefined;

  constructor(needs: WatchNeeds) {
    this.#needs = needs;
  }

  /** undefined: not read yet, or the account has no limit that it tells of. */
  get spend(): AccountSpend | undefined {
    return this.#last;
  }

  /** The provider said that its limit is spent: nothing is left until it is read again. */
  spentUp(): void {
    if (this.#last === undefined || this.#last.spent >= this.#last.limit) return;
    this.#last = { ...this.#last, spent: this.#last.limit, countedBy: "provider" };
    this.#needs.log.error({}, "the provider says that its monthly limit is spent; nothing is sent until it has room");
  }

  /** Reads once. An account that does not answer leaves the last answer standing. */
  async read(): Promise<void> {
    const { accountSpend, clock, limits, log, moneyLedger, smsAccount } = this.#needs;
    const { month: period } = spendPeriodsAt(limits().money.zone, clock.now().getTime());
    const [account, book, counted] = await Promise.all([
      smsAccount.ask(),
      moneyLedger.book(period),
      accountSpend?.monthToDate().catch((error: unknown) => {
        log.warn(
          { cause: error instanceof Error ? error.name : "unknown" },
          "the account's spend cannot be read from CloudWatch; the service's own sums stand for it",
        );
        return undefined;
      }),
    ]);
    if (account.kind === "unavailable") return;
    const usd = account.attributes["MonthlySpendLimit"];
    const { spent, reserved } = book.get("month") ?? { spent: 0, reserved: 0 };
    const own = spent + reserved;
    this.#last =
      usd !== undefined && /^\d{1,9}$/u.test(usd)
        ? {
            limit: Number(usd) * 1_000_000,
            // The provider's count lags, and the service's own knows only its own texts: the greater one is nearer.
            spent: Math.max(counted ?? 0, own),
            countedBy: counted !== undefined && counted >= own ? "provider" : "service",
            ...{ period, own },
          }
        : undefined;
  }

  /** Reads every ten minutes until `stop` aborts. */
  async run(stop: AbortSignal): Promise<void> {
    const { clock, log } = this.#needs;
    while (!stop.aborted) {
      await this.read().catch((error: unknown) =>
        log.debug({ cause: error instanceof Error ? error.name : "unknown" }, "the account's limit cannot be read now"),
      );
      if (!stop.aborted) await clock.sleep(everyMs, stop);
    }
  }
}
