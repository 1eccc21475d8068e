/** `1 part`, `2 parts`; `many` where the plural is not made by an s. */
export const counted = (count: number | bigint, one: string, many = `${one}s`): string =>
  `${count} ${Number(count) === 1 ? one : many}`;
