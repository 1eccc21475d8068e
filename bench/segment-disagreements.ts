import { segmentsOf } from "../src/domain/text/segments.js";

export type Count = (text: string) => { readonly encoding: string; readonly parts: number; readonly flaw?: string };

interface Case {
  readonly name: string;
  readonly text: string;
  /** What decides it, where a calculator says otherwise. */
  readonly clause: string;
}

const escaped = "3GPP TS 23.038 §6.2.1.1: an escaped pair is one character";
const octets = "3GPP TS 23.040 §9.2.3.24: 140 octets of user data, 134 behind a header";
const pair = "ISO/IEC 10646: half a surrogate pair is no character";
const cluster = "Unicode UAX 29: a grapheme cluster that fits in a part stays whole";
const family = "👨‍👩‍👧‍👦";

const cases: readonly Case[] = [
  { name: "160 septets", text: "a".repeat(160), clause: octets },
  { name: "161 septets", text: "a".repeat(161), clause: octets },
  { name: "306 septets", text: "a".repeat(306), clause: octets },
  { name: "80 escaped pairs", text: "€".repeat(80), clause: escaped },
  { name: "152 a, €, 152 a", text: `${"a".repeat(152)}€${"a".repeat(152)}`, clause: escaped },
  { name: "153 escaped pairs", text: "]".repeat(153), clause: escaped },
  { name: "70 units", text: "я".repeat(70), clause: octets },
  { name: "71 units", text: "я".repeat(71), clause: octets },
  {
    name: "extension characters in UCS-2",
    text: `я${"[".repeat(69)}`,
    clause: "3GPP TS 23.038 §6.2.3: UCS-2 has no escapes",
  },
  { name: "66 я, emoji, 66 b", text: `${"я".repeat(66)}😊${"b".repeat(66)}`, clause: pair },
  { name: "accent apart at a cut", text: "e\u0301".repeat(67), clause: cluster },
  { name: "skin tone at a cut", text: `${"я".repeat(65)}👍🏽${"я".repeat(65)}`, clause: cluster },
  { name: "family at a cut", text: `${"я".repeat(60)}${family}${"я".repeat(63)}`, clause: cluster },
  { name: "flags at a cut", text: `${"🇮🇳".repeat(17)}${"я".repeat(66)}`, clause: cluster },
  { name: "Devanagari conjunct at a cut", text: `${"क".repeat(66)}क्ष${"क".repeat(65)}`, clause: `${cluster} (GB9c)` },
  { name: "CR LF at a cut", text: `${"a".repeat(152)}\r\n${"a".repeat(152)}`, clause: `${cluster} (GB3)` },
  { name: "a letter with 100 accents", text: `a${"\u0301".repeat(100)}`, clause: octets },
  { name: "Hindi", text: "नमस्ते जॉन, आपका ऑर्डर पक्का हो गया है। ".repeat(8), clause: cluster },
  { name: "Greek capitals", text: "ΓΔΘΛΞΠΣΦΨΩ".repeat(16), clause: "3GPP TS 23.038 §6.2.1" },
  { name: "umlauts", text: "äöüñÄÖÜÑ".repeat(20), clause: "3GPP TS 23.038 §6.2.1" },
];

/** Every BMP character that a calculator puts into the other alphabet. */
const otherAlphabet = (count: Count): number => {
  let others = 0;
  for (let unit = 0; unit < 0x1_0000; unit++) {
    if (unit >= 0xd800 && unit <= 0xdfff) continue;
    const text = String.fromCharCode(unit);
    if (count(text).encoding !== segmentsOf(text).encoding) others++;
  }
  return others;
};

/** One line for every calculator and case that differs from this service, with the clause that decides it. */
export const disagreements = (calculators: Readonly<Record<string, Count>>): readonly string[] =>
  Object.entries(calculators).flatMap(([name, count]) => {
    const lines = cases.flatMap(({ name: text, text: given, clause }) => {
      const ours = segmentsOf(given);
      const theirs = count(given);
      const differs = theirs.parts !== ours.parts.length || theirs.encoding !== ours.encoding;
      if (!differs && theirs.flaw === undefined) return [];
      const flaw = theirs.flaw === undefined ? "" : ` with ${theirs.flaw}`;
      return [`  ${name}: ${text}: ${theirs.parts} parts${flaw}, ${ours.parts.length} here  [${clause}]`];
    });
    return [
      `  ${name}: agrees on ${cases.length - lines.length} of ${cases.length} texts; ${otherAlphabet(count)} of 63,488 BMP characters in another alphabet`,
      ...lines,
    ];
  });
