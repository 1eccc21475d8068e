import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSureBoundary } from "../../../src/domain/text/sure-boundary.js";
import { runs } from "../../support/property-runs.js";

/** Whether a cluster surely begins with the last character of a text. */
const sureBefore = (text: string): boolean => isSureBoundary(text, text.length - [...text].at(-1)!.length);

describe("what needs no segmenter", () => {
  test.each([
    ["two letters", "ab"],
    ["a blank", "a "],
    ["a letter behind an accent", "e\u0301a"],
    ["Greek and Cyrillic", "Ωж"],
    ["Hebrew", "אב"],
    ["Arabic", "ابب"],
    ["Arabic behind a vowel", "بَب"],
    ["two consonants of Devanagari", "कक"],
    ["a consonant behind a vowel sign", "किक"],
    ["a danda behind a vowel sign", "है।"],
    ["a digit of Devanagari", "क१"],
    ["Tamil", "கா"],
    ["Chinese", "中文"],
    ["Japanese", "かなカナ"],
    ["Korean", "한글"],
    ["an emoji behind a letter", "a🍕"],
    ["two emoji", "🍕🍕"],
    ["a letter behind an emoji", "🍕a"],
    ["a letter behind a skin tone", "👍🏽a"],
    ["a dash, a quote, a sum", "“–₹"],
  ])("%s", (_, text) => {
    const last = [...text].at(-1)!;
    if (/\p{M}/u.test(last)) expect(sureBefore(`${text}ம`)).toBe(true);
    else expect(sureBefore(text)).toBe(true);
  });
});

describe("what is not known", () => {
  test.each([
    ["an accent", "e\u0301"],
    ["a vowel sign", "कि"],
    ["a virama", "क्"],
    ["what follows a virama", "क्ष"],
    ["a virama of Kannada", "ಕ್ಷ"],
    ["what follows two marks", "क\u093c\u093fक"],
    ["what follows marks with nothing before them", "\u0301a"],
    ["a zero-width joiner", "👨\u200d"],
    ["what follows one", "👨\u200d👩"],
    ["the letters of flags", "🇮🇳"],
    ["what follows one", "🇮a"],
    ["a skin tone", "👍🏽"],
    ["a variation selector", "❤\ufe0f"],
    ["jamo", "\u1112\u1161"],
    ["what follows a prepended sign", "\u06001"],
    ["and one of Malayalam", "\u0d4eക"],
    ["a line feed", "\r\n"],
    ["what follows a line break", "\na"],
    ["a soft hyphen", "a\u00ad"],
    ["the beginning of a text", "a"],
    ["beyond the emoji", "\u{1fc00}\u{1fc00}"],
    ["emoji of other planes", "\u{20000}a"],
  ])("%s", (_, text) => expect(sureBefore(text)).toBe(false));

  test("the inside and the end of a text", () => {
    expect(isSureBoundary("a🍕", 2)).toBe(false);
    expect(isSureBoundary("ab", 2)).toBe(false);
    expect(isSureBoundary("🍕🍕", 0)).toBe(false);
  });
});

test.each([
  [0x20, 0x7e],
  [0xa0, 0xac],
  [0xae, 0x2ff],
  [0x370, 0x482],
  [0x48a, 0x52f],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x2010, 0x2027],
  [0x20a0, 0x20bf],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0x1f000, 0x1f1e5],
  [0x1f200, 0x1f3fa],
  [0x1f400, 0x1fbff],
])("the table goes from U+%i to U+%i", (first, last) => {
  const known = (point: number) => sureBefore(`a${String.fromCodePoint(point)}`);
  expect([known(first - 1), known(first), known(last), known(last + 1)]).toEqual([false, true, true, false]);
});

test.each([
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x64b, 0x65f],
  [0x1f3fb, 0x1f3ff],
])("marks go from U+%i to U+%i", (first, last) => {
  for (const mark of [first, last]) expect(sureBefore(`a${String.fromCodePoint(mark)}b`)).toBe(true);
});

test("where it is sure, the platform's segmenter agrees", () => {
  const segmenter = new Intl.Segmenter("en");
  const block = fc.constantFrom(0, 0x80, 0x300, 0x480, 0x5c0, 0x600, 0x900, 0x980, 0xa00, 0xb00, 0xc00, 0xd00, 0x1100);
  const more = fc.constantFrom(
    0x200b,
    0x2010,
    0x20a0,
    0x20d0,
    0x2700,
    0x3040,
    0x30a0,
    0x4e00,
    0xac00,
    0x1f1e0,
    0x1f3f0,
  );
  const character = fc
    .tuple(fc.oneof(block, more), fc.nat(0x7f))
    .map(([first, offset]) => String.fromCodePoint(first + offset));
  const joiner = fc.constantFrom(
    "\u200d",
    "\u094d",
    "\u0ccd",
    "\u0d4d",
    "\u0301",
    "\ufe0f",
    "🏽",
    "\u0600",
    "\u1161",
    "\r",
  );
  const unit = fc.oneof({ weight: 3, arbitrary: character }, { weight: 1, arbitrary: joiner });
  fc.assert(
    fc.property(fc.string({ unit, minLength: 2, maxLength: 8 }), (text) => {
      const starts = new Set(Array.from(segmenter.segment(text), ({ index }) => index));
      for (let index = 0; index < text.length; index++)
        if (isSureBoundary(text, index)) expect(starts.has(index), `${index} of ${JSON.stringify(text)}`).toBe(true);
    }),
    { numRuns: runs(30_000) },
  );
}, 120_000);
