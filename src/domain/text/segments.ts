import { septetCount, septetsOf } from "./gsm7.js";
import { graphemeBoundary } from "./grapheme-boundary.js";
import { type Offender, offendersOf } from "./offenders.js";
import type { Encoding } from "./text.js";

export interface Segments {
  readonly encoding: Encoding;
  /** Septets for GSM-7, UTF-16 units for UCS-2. */
  readonly units: number;
  /** The text of each part; none is empty, and joined they are the text. */
  readonly parts: readonly string[];
  /** Every character that GSM-7 lacks, in order; listed when first asked for. */
  readonly offenders: readonly Offender[];
}

/** Past `start`, the longest part in GSM-7: an escaped pair is one step, so it never straddles (3GPP TS 23.038 §6.2.1.1). */
const gsmEnd = (text: string, start: number, capacity: number): number => {
  let end = start;
  for (let used = 0; end < text.length; end++) {
    used += septetsOf[text.charCodeAt(end)]!;
    if (used > capacity) break;
  }
  // CR LF is the only grapheme cluster of GSM-7 that has several characters.
  return text[end] === "\n" && text[end - 1] === "\r" ? end - 1 : end;
};

const ucs2End = (text: string, start: number, capacity: number): number =>
  text.length - start <= capacity ? text.length : graphemeBoundary(text, start, start + capacity, capacity);

interface Capacity {
  readonly alone: number;
  readonly joined: number;
  readonly end: (text: string, start: number, capacity: number) => number;
}

/** 3GPP TS 23.040 §9.2.3.24.1: one part alone, and each part where a header joins several. */
const gsm: Capacity = { alone: 160, joined: 153, end: gsmEnd };
const ucs2: Capacity = { alone: 70, joined: 67, end: ucs2End };

const partsOf = (text: string, units: number, { alone, joined, end }: Capacity): readonly string[] => {
  if (units <= alone) return text === "" ? [] : [text];
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const next = end(text, start, joined);
    parts.push(text.slice(start, next));
    start = next;
  }
  return parts;
};

/**
 * Encoding, units, parts and offenders of a text, as every phone and carrier counts them; an empty text has no part.
 * Alters nothing but lone surrogates, which become U+FFFD.
 */
export const segmentsOf = (given: string): Segments => {
  const text = given.toWellFormed();
  const septets = septetCount(text);
  if (septets !== undefined)
    return { encoding: "GSM-7", units: septets, parts: partsOf(text, septets, gsm), offenders: [] };
  let offenders: readonly Offender[] | undefined;
  return {
    encoding: "UCS-2",
    units: text.length,
    parts: partsOf(text, text.length, ucs2),
    get offenders() {
      offenders ??= offendersOf(text);
      return offenders;
    },
  };
};
