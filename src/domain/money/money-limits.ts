import type { MessageClass } from "../message-class.js";

/** Micro-USD by period; a period without a figure is not limited. */
export interface PeriodLimits {
  readonly month?: number | undefined;
  readonly day?: number | undefined;
}

/** The operator's limits on spending. */
export interface MoneyLimits extends PeriodLimits {
  /** The time zone (IANA) of the days and months. */
  readonly zone: string;
  readonly class: ReadonlyMap<MessageClass, PeriodLimits>;
  /** By ISO 3166-1 alpha-2. */
  readonly country: ReadonlyMap<string, PeriodLimits>;
  /** By the name of the API key. */
  readonly caller: ReadonlyMap<string, PeriodLimits>;
  /** Share of month and day, 0 to 1, from which one-time codes alone may draw. */
  readonly otpReserve: number;
}

/** Spending is counted by day and month of UTC, and nothing limits it. */
export const noMoneyLimits: MoneyLimits = {
  zone: "UTC",
  class: new Map(),
  country: new Map(),
  caller: new Map(),
  otpReserve: 0,
};
