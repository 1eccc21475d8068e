/** The amounts on one sum, in micro-USD. */
export interface Standing {
  readonly spent: number;
  readonly reserved: number;
  /** The share of both that belongs to one-time codes. */
  readonly codes: number;
}

export const noStanding: Standing = { spent: 0, reserved: 0, codes: 0 };

interface Limited {
  readonly limit: number | undefined;
  readonly kept: number;
}

/** Shares of a limit, in percent, that are told of once each. */
export const warningLevels = [50, 80, 95, 100] as const;
export type WarningLevel = (typeof warningLevels)[number];

/**
 * A text fits where all spent and reserved money, its own included, stays within the limit, less the share that is
 * still kept for codes. Redis runs the same rule: adapters/redis/money/money.lua.
 */
export const fits = (
  { spent, reserved, codes }: Standing,
  { limit, kept }: Limited,
  amount: number,
  isCode: boolean,
): boolean => {
  if (limit === undefined) return true;
  const untouched = isCode ? 0 : Math.max(0, kept - codes);
  return spent + reserved + amount <= limit - untouched;
};

/**
 * Levels that a sum has reached. A text that no longer fits counts as the whole limit, unless the room is only kept
 * for codes.
 */
export const levelsReached = (used: number, limit: number, isFull: boolean): readonly WarningLevel[] =>
  warningLevels.filter((level) => used * 100 >= limit * level || (isFull && level === 100));
