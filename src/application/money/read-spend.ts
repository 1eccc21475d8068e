import { accountRoom, type AccountSpend } from "../../domain/money/account-room.js";
import { campaignLine } from "../../domain/money/spend-line.js";
import type { PeriodLimits } from "../../domain/money/money-limits.js";
import { noStanding, type Standing } from "../../domain/money/reserve-step.js";
import { runsOutOn, spendForecast } from "../../domain/money/spend-forecast.js";
import { type SpendPeriods, spendPeriodsAt } from "../../domain/money/spend-periods.js";
import type { Clock } from "../ports/clock.js";
import type { Limits } from "../ports/limits.js";
import type { CampaignLedger } from "../ports/campaign-ledger.js";
import { bookOf, type MoneyLedger } from "../ports/money-ledger.js";

interface ReadNeeds {
  /** The provider's own limit, as it was read. */
  readonly account: () => AccountSpend | undefined;
  readonly campaignLedger: Pick<CampaignLedger, "active" | "read">;
  readonly clock: Clock;
  readonly limits: () => Limits;
  readonly moneyLedger: Pick<MoneyLedger, "book">;
}

/** One sum, in micro-USD, as `GET /v1/spend` shows it. */
export interface ScopeSpend {
  readonly scope: string;
  readonly period: string;
  readonly spent: number;
  readonly reserved: number;
  readonly limit: number | null;
  /** RFC 3339; null: never. */
  readonly resetsAt: string | null;
  /** At the end of the month. */
  readonly forecast?: number;
  readonly forecastBasis?: string;
  /** The day on which the limit is passed, by the forecast. */
  readonly runsOutOn?: string;
}

/** Month and day always, then every scope that is limited or was spent on, and budgets of campaigns with work. Rejects while the store is away. */
export type ReadSpend = () => Promise<{ readonly scopes: readonly ScopeSpend[] }>;

const dayMs = 86_400_000;

/** Limits by scope: `day`, `class/promotional/month`. */
const limitsByScope = ({ money }: Limits): ReadonlyMap<string, number> => {
  const all = new Map<string, number>();
  const add = (prefix: string, { day, month }: PeriodLimits) => {
    if (month !== undefined) all.set(`${prefix}month`, month);
    if (day !== undefined) all.set(`${prefix}day`, day);
  };
  add("", money);
  for (const kind of ["class", "country", "caller"] as const)
    for (const [name, of] of money[kind]) add(`${kind}/${name}/`, of);
  return all;
};

const lastDays = (today: string): readonly string[] =>
  Array.from({ length: 28 }, (_, back) => new Date(Date.parse(today) - (back + 1) * dayMs).toISOString().slice(0, 10));

/** The provider's month is the calendar's of UTC. */
const accountScope = (account: AccountSpend, month: Standing & { readonly period: string }, now: Date): ScopeSpend => {
  const { limit } = account;
  const { month: period, monthEnds } = spendPeriodsAt("UTC", now.getTime());
  return {
    ...{ scope: "account/month", period, spent: limit - accountRoom(account, month) },
    ...{ reserved: 0, limit, resetsAt: monthEnds.toISOString() },
  };
};

/** Campaigns with work that have a budget, at most so many. */
const mostCampaigns = 50;

const campaignScopes = async ({ campaignLedger, moneyLedger }: Pick<ReadNeeds, "campaignLedger" | "moneyLedger">) => {
  const ids = (await campaignLedger.active()).slice(0, mostCampaigns);
  const scopes = await Promise.all(
    ids.map(async (id): Promise<readonly ScopeSpend[]> => {
      const limit = (await campaignLedger.read(id))?.terms.budgetMicros;
      if (limit === undefined) return [];
      const line = campaignLine(id, limit);
      const { scope, period } = line;
      const { spent, reserved } = (await moneyLedger.book(bookOf(line))).get(scope) ?? noStanding;
      return [{ scope, period, spent, reserved, limit, resetsAt: null }];
    }),
  );
  return scopes.flat();
};

export const createReadSpend =
  ({ account, campaignLedger, clock, limits, moneyLedger }: ReadNeeds): ReadSpend =>
  async () => {
    const periods: SpendPeriods = spendPeriodsAt(limits().money.zone, clock.now().getTime());
    const past = lastDays(periods.day);
    const [month, day, ...before] = await Promise.all(
      [periods.month, periods.day, ...past].map((book) => moneyLedger.book(book)),
    );
    const limited = limitsByScope(limits());
    const scopes = new Set(["month", "day", ...limited.keys(), ...month!.keys(), ...day!.keys()]);
    const spentByDay = new Map(
      [
        ...past.map((date, at) => [date, before[at]!.get("day")] as const),
        [periods.day, day!.get("day")] as const,
      ].flatMap(([date, standing]) =>
        standing === undefined ? [] : [[date, standing.spent + standing.reserved] as const],
      ),
    );
    return {
      scopes: [
        ...[...scopes].map((scope): ScopeSpend => {
          const monthly = scope.endsWith("month");
          const { spent, reserved } = (monthly ? month! : day!).get(scope) ?? noStanding;
          const limit = limited.get(scope);
          const forecast = scope === "month" ? spendForecast(spent + reserved, spentByDay, periods.day) : undefined;
          const out =
            forecast === undefined || limit === undefined ? undefined : runsOutOn(spent + reserved, limit, forecast);
          return {
            ...{ scope, period: monthly ? periods.month : periods.day, spent, reserved, limit: limit ?? null },
            resetsAt: (monthly ? periods.monthEnds : periods.dayEnds).toISOString(),
            ...(forecast === undefined ? {} : { forecast: forecast.micros, forecastBasis: forecast.basis }),
            ...(out === undefined ? {} : { runsOutOn: out }),
          };
        }),
        ...(await campaignScopes({ campaignLedger, moneyLedger })),
        ...[account()].flatMap((of) =>
          of === undefined
            ? []
            : [accountScope(of, { ...(month!.get("month") ?? noStanding), period: periods.month }, clock.now())],
        ),
      ],
    };
  };
