import type { MessageClass } from "../message-class.js";
import type { Standing } from "./reserve-step.js";

/** The provider's own monthly limit and what it counts, in micro-USD, as they were read. */
export interface AccountSpend {
  readonly limit: number;
  readonly spent: number;
  /** The counter of `spent`: the provider, or this service's own sums where the provider does not tell. */
  readonly countedBy: "provider" | "service";
  /** The service's own month when that was read, and what it had spent and reserved. */
  readonly period: string;
  readonly own: number;
}

/**
 * The share of the provider's limit that each class leaves: its count lags, and it stops without a word once the limit
 * is passed. Promotional texts stop first, one-time codes last.
 */
const margin: Readonly<Record<MessageClass, number>> = { promotional: 0.02, transactional: 0.01, otp: 0 };

/** Money that this service's month had spent and reserved at the reading; all of a month that began since came after it. */
const before = ({ own, period }: AccountSpend, month: string): number =>
  month < period ? Number.MAX_SAFE_INTEGER : month === period ? own : 0;

/** The rest of the provider's limit, less everything that this service spent or reserved since it was read. */
export const accountRoom = (account: AccountSpend, month: Standing & { readonly period: string }): number =>
  account.limit - account.spent - Math.max(0, month.spent + month.reserved - before(account, month.period));

/** The most that the month's sum may come to, a text's own cost included, that still fits the account. */
export const accountMost = (account: AccountSpend, month: string, of: MessageClass): number => {
  const { limit, spent } = account;
  const room = limit - spent - limit * margin[of];
  return room < 0 ? -1 : Math.min(before(account, month) + room, Number.MAX_SAFE_INTEGER);
};

/** `month`: the text's own cost included. */
export const fitsAccount = (
  account: AccountSpend,
  month: Standing & { readonly period: string },
  of: MessageClass,
): boolean => month.spent + month.reserved <= accountMost(account, month.period, of);
