/** Numbers from a seed (mulberry32), for properties that are tried more often than fast-check makes values for. */
export const quickRandom = (seed: number) => {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number): number => next() % bound;
  const oneOf = <Value>(values: readonly Value[]): Value => values[below(values.length)]!;
  const many = <Value>(least: number, most: number, make: () => Value): Value[] =>
    Array.from({ length: least + below(most - least + 1) }, make);
  return { below, oneOf, many };
};
