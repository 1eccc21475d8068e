/** The account's own monthly limit by its attributes, micro-USD; undefined where it tells of none. */
export const monthlyLimit = ({ MonthlySpendLimit: usd }: Readonly<Record<string, string>>): number | undefined =>
  usd !== undefined && /^\d{1,9}$/u.test(usd) ? Number(usd) * 1_000_000 : undefined;
