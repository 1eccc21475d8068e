const grouped = new Intl.NumberFormat("en");

/** `1 part`, `2 parts`, `10,000 texts`. */
export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${grouped.format(count)} ${count === 1 ? one : many}`;
