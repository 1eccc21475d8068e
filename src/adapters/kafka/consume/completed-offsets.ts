import type { OffsetRange } from "../../../application/ports/event-source.js";

/**
 * Ranges completed beyond a committed offset, as the commit's metadata says it: how many are not, how many are, and so on,
 * in base 36. Kafka takes 4,096 bytes of metadata (`offset.metadata.max.bytes`); what does not fit is delivered again, and
 * its journal knows it.
 */
const longest = 2_800;
const radix = 36;

/** In order, and apart from each other. */
export const mergedRanges = (ranges: readonly OffsetRange[], from: bigint): readonly OffsetRange[] => {
  const merged: OffsetRange[] = [];
  for (const range of [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = merged.at(-1);
    if (range.to <= from) continue;
    const begins = range.from < from ? from : range.from;
    if (last === undefined || begins > last.to) merged.push({ from: begins, to: range.to });
    else if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to };
  }
  return merged;
};

/** `next`: the committed offset. */
export const writeCompleted = (next: bigint, ranges: readonly OffsetRange[]): string => {
  let text = "";
  let at = next;
  for (const { from, to } of mergedRanges(ranges, next)) {
    const pair = `${text === "" ? "" : ","}${(from - at).toString(radix)},${(to - from).toString(radix)}`;
    if (text.length + pair.length > longest) break;
    text += pair;
    at = to;
  }
  return text;
};

/** Empty where the text is none of ours. */
export const readCompleted = (next: bigint, text: string): readonly OffsetRange[] => {
  if (!/^[0-9a-z]{1,12}(?:,[0-9a-z]{1,12})*$/u.test(text)) return [];
  const numbers = text.split(",").map((number) => BigInt(Number.parseInt(number, radix)));
  const ranges: OffsetRange[] = [];
  let at = next;
  for (let n = 0; n + 1 < numbers.length; n += 2) {
    const from = at + numbers[n]!;
    at = from + numbers[n + 1]!;
    ranges.push({ from, to: at });
  }
  return ranges;
};

/** True if one of the ranges, which are in order, holds the offset. */
export const isCompleted = (ranges: readonly OffsetRange[], offset: bigint): boolean =>
  ranges.some(({ from, to }) => from <= offset && offset < to);
