const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Standard Webhooks 1.0.0, "Deliverability and reliability": about 75 hours in all. */
const delays = [
  ...[5 * second, 5 * minute, 30 * minute],
  ...[2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
];

/**
 * The wait before another try, after `failed` of them; undefined: no more. `random` from 0 to 1 spreads receivers that came
 * back together over a tenth of the wait.
 */
export const retryDelay = (failed: number, random: number): number | undefined => {
  const delay = delays[failed - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 + random / 10));
};
