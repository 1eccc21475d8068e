/** One campaign that has work, in the order of turns. */
export interface Turn {
  readonly id: string;
  /** A campaign of weight 2 gets twice as many texts as one of weight 1. */
  readonly weight: number;
  /** Recipients that it may still begin. */
  readonly deficit: number;
}

/** Recipients that a campaign of weight 1 gains with each turn. */
export const quantum = 50;

/**
 * Deficit round robin (Shreedhar and Varghese, 1995): the first campaign of the line takes its turn, and goes to the end
 * of it. Undefined where the line is empty.
 */
export const nextTurn = (
  line: readonly Turn[],
): { readonly turn: Turn; readonly rest: readonly Turn[] } | undefined => {
  const [first, ...rest] = line;
  return first && { turn: { ...first, deficit: first.deficit + first.weight * quantum }, rest };
};

/** The line after a turn: who used less for lack of work keeps nothing for later. */
export const afterTurn = (rest: readonly Turn[], turn: Turn, used: number, hasMore: boolean): readonly Turn[] => [
  ...rest,
  { ...turn, deficit: hasMore ? Math.max(turn.deficit - used, 0) : 0 },
];

/** Campaigns that came join the end of the line, those that went leave it. */
export const lineOf = (
  line: readonly Turn[],
  present: readonly { readonly id: string; readonly weight: number }[],
): readonly Turn[] => {
  const weights = new Map(present.map(({ id, weight }) => [id, weight]));
  const stay = line.flatMap((turn) => {
    const weight = weights.get(turn.id);
    weights.delete(turn.id);
    return weight === undefined ? [] : [{ ...turn, weight }];
  });
  return [...stay, ...[...weights].map(([id, weight]) => ({ id, weight, deficit: 0 }))];
};
