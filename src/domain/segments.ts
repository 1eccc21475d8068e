import { gsmReplacements, septetsOf } from "./gsm7.js";
import type { Encoding } from "./text.js";

/** A character that GSM-7 lacks: one code point, where it stands, and what would do instead. */
export interface Offender {
  readonly character: string;
  /** UTF-16 units from the start. */
  readonly offset: number;
  readonly replacement?: string;
}

export interface Segments {
  readonly encoding: Encoding;
  /** Septets for GSM-7, UTF-16 units for UCS-2. */
  readonly units: number;
  readonly parts: readonly string[];
  readonly offenders: readonly Offender[];
}

/** 3GPP TS 23.040 §9.2.3.24.1: one part alone, and each part where a header joins several. */
const limits: Readonly<Record<Encoding, { readonly alone: number; readonly joined: number }>> = {
  "GSM-7": { alone: 160, joined: 153 },
  "UCS-2": { alone: 70, joined: 67 },
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
/** Looks back this far for the cluster around a cut; longer ones are cut between code points. */
const window = 134;

/** The last place at or before `end` where no cluster that would fit in a part is split; always after `start`. */
const clusterCut = (text: string, start: number, end: number, capacity: number): number => {
  const codePointCut = isLow(text.charCodeAt(end)) ? end - 1 : end;
  const around = text.slice(start, Math.min(text.length, end + window));
  const cluster = graphemes.segment(around).containing(end - start)!;
  const from = start + cluster.index;
  return from === end || from === start || cluster.segment.length > capacity ? codePointCut : from;
};

/** Past `start`, the longest part in GSM-7: an escaped pair is one step, so it never straddles (3GPP TS 23.038 §6.2.1.1). */
const gsmCut = (text: string, start: number, capacity: number): number => {
  let end = start;
  for (let used = 0; end < text.length; end++) {
    used += septetsOf[text.charCodeAt(end)]!;
    if (used > capacity) break;
  }
  // The only GSM-7 cluster of several characters.
  return text.charCodeAt(end - 1) === 13 && text.charCodeAt(end) === 10 && end - 1 > start ? end - 1 : end;
};

const cut = (text: string, next: (start: number) => number): readonly string[] => {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = next(start);
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
};

const offendersOf = (text: string): readonly Offender[] => {
  const found: Offender[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    if (septetsOf[text.charCodeAt(offset)] !== 0) continue;
    const character = String.fromCodePoint(text.codePointAt(offset)!);
    const replacement = gsmReplacements[character];
    found.push(replacement === undefined ? { character, offset } : { character, offset, replacement });
    offset += character.length - 1;
  }
  return found;
};

/** Encoding, units, parts and offenders of a text; alters nothing but lone surrogates, which become U+FFFD. */
export const segmentsOf = (given: string): Segments => {
  const text = given.toWellFormed();
  let septets = 0;
  let gsm = true;
  for (let index = 0; gsm && index < text.length; index++) {
    const cost = septetsOf[text.charCodeAt(index)]!;
    gsm = cost > 0;
    septets += cost;
  }
  const encoding: Encoding = gsm ? "GSM-7" : "UCS-2";
  const units = gsm ? septets : text.length;
  const { alone, joined } = limits[encoding];
  const offenders = gsm ? [] : offendersOf(text);
  if (units <= alone) return { encoding, units, parts: text === "" ? [] : [text], offenders };
  const next = gsm
    ? (start: number) => gsmCut(text, start, joined)
    : (start: number) =>
        text.length - start <= joined ? text.length : clusterCut(text, start, start + joined, joined);
  return { encoding, units, parts: cut(text, next), offenders };
};
