import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphemeBoundary } from "../../../src/domain/text/grapheme-boundary.js";
import { segmentsOf } from "../../../src/domain/text/segments.js";
import { runs } from "../../support/property-runs.js";
import { someText } from "../../support/some-text.js";

const family = "👨‍👩‍👧‍👦";
const flag = "🇮🇳";

describe("encoding and units", () => {
  test.each([
    ["every basic letter of 3GPP TS 23.038 but ESC", "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ", "GSM-7", 31],
    ["umlauts and eñe, which guides call Unicode", "äöüñÄÖÜÑ§¿¡¤à", "GSM-7", 13],
    ["the extension table costs two", "\f^{}\\[~]|€", "GSM-7", 20],
    ["a cedilla is not in it", "ç", "UCS-2", 1],
    ["nor other accents", "áíóú", "UCS-2", 4],
    ["nor a backtick", "`", "UCS-2", 1],
    ["nor a tab", "\t", "UCS-2", 1],
    ["nor a no-break space", "\u00a0", "UCS-2", 1],
    ["nor lower-case Greek", "ω", "UCS-2", 1],
    ["nor Greek capitals that look Latin", "Α", "UCS-2", 1],
    ["a raw escape is never GSM", "\u001b", "UCS-2", 1],
    ["nor NUL", "\u0000", "UCS-2", 1],
    ["nor a letter with its accent apart: nothing is normalised", "e\u0301", "UCS-2", 2],
    ["an extension character costs one unit once the text is UCS-2", "[я]", "UCS-2", 3],
    ["an emoji costs two", "😊", "UCS-2", 2],
    ["a lone surrogate counts as U+FFFD", "a\ud800", "UCS-2", 2],
  ])("%s", (_, text, encoding, units) => expect(segmentsOf(text)).toMatchObject({ encoding, units }));
});

describe("parts", () => {
  test.each([
    ["nothing has none", "", []],
    ["160 septets are one", "a".repeat(160), [160]],
    ["161 are two of 153", "a".repeat(161), [153, 8]],
    ["306 are two", "a".repeat(306), [153, 153]],
    ["307 are three", "a".repeat(307), [153, 153, 1]],
    ["80 escaped pairs are one", "€".repeat(80), [80]],
    ["a pair at the end of 160", `${"a".repeat(158)}€`, [159]],
    ["a pair past it", `${"a".repeat(159)}€`, [153, 7]],
    ["an escaped pair that would straddle", `${"a".repeat(152)}€${"a".repeat(152)}`, [152, 152, 1]],
    ["153 escaped pairs: 76 a part", "]".repeat(153), [76, 76, 1]],
    ["CR LF stays together", `${"a".repeat(152)}\r\n${"b".repeat(10)}`, [152, 12]],
    ["CR LF that fits", `${"a".repeat(151)}\r\n${"b".repeat(10)}`, [153, 10]],
    ["LF alone may begin a part", `${"a".repeat(153)}\n${"b".repeat(10)}`, [153, 11]],
    ["LF CR may part", `${"a".repeat(152)}\n\r${"b".repeat(10)}`, [153, 11]],
    ["CR alone may end a part", `${"a".repeat(152)}\r${"b".repeat(10)}`, [153, 10]],
    ["70 units are one", "я".repeat(70), [70]],
    ["71 are two of 67", "я".repeat(71), [67, 4]],
    ["134 are two", "я".repeat(134), [67, 67]],
    ["135 are three", "я".repeat(135), [67, 67, 1]],
    ["35 emoji are one", "😊".repeat(35), [70]],
    ["36 emoji are two of 66", "😊".repeat(36), [66, 6]],
    ["a surrogate pair that would straddle", `${"я".repeat(66)}😊${"b".repeat(66)}`, [66, 67, 1]],
    ["an accent stays with its letter", `${"я".repeat(66)}е\u0301${"я".repeat(9)}`, [66, 11]],
    ["a family of emoji stays together", `${"я".repeat(60)}${family}${"я".repeat(9)}`, [60, 20]],
    ["flags stay whole, counted from the first", `${"я".repeat(61)}${flag.repeat(3)}`, [65, 8]],
    ["a conjunct of Devanagari stays together", `${"क".repeat(65)}क्ष${"क".repeat(9)}`, [65, 12]],
    ["a vowel sign stays with its consonant", `${"क".repeat(66)}कि${"क".repeat(9)}`, [66, 11]],
    ["two consonants may part", `${"क".repeat(66)}कक${"क".repeat(9)}`, [67, 10]],
    ["Korean jamo of one syllable stay together", `${"한".repeat(66)}\u1112\u1161${"한".repeat(9)}`, [66, 11]],
    ["CR LF in UCS-2", `${"я".repeat(66)}\r\n${"я".repeat(9)}`, [66, 11]],
    ["a prepended sign stays with its digit", `${"я".repeat(66)}\u06001${"я".repeat(9)}`, [66, 11]],
    ["a cluster of exactly a part is kept whole", `яя${`а${"\u0301".repeat(66)}`}яя`, [2, 67, 2]],
    ["a larger one falls back to code points", `яя${`а${"\u0301".repeat(67)}`}яя`, [67, 5]],
    ["and never between surrogates", `яяя${family.slice(0, 3).repeat(30)}`, [66, 27]],
    ["accents alone", "\u0301".repeat(200), [67, 67, 66]],
  ])("%s", (_, text, lengths) => expect(segmentsOf(text).parts.map((part) => part.length)).toEqual(lengths));
});

describe("offenders", () => {
  test.each([
    ["a quote and what would do", "Don’t", [{ character: "’", offset: 3, replacement: "'" }]],
    ["an emoji, which nothing replaces", "a🍕", [{ character: "🍕", offset: 1 }]],
    [
      "each code point of a cluster",
      "👍🏽",
      [
        { character: "👍", offset: 0 },
        { character: "🏽", offset: 2 },
      ],
    ],
    [
      "offsets in UTF-16 units",
      "🍕…",
      [
        { character: "🍕", offset: 0 },
        { character: "…", offset: 2, replacement: "..." },
      ],
    ],
    ["a letter without its accent, for a person to judge", "ç", [{ character: "ç", offset: 0, replacement: "c" }]],
    ["of several accents", "ở", [{ character: "ở", offset: 0, replacement: "o" }]],
    ["a Greek one", "Ώ", [{ character: "Ώ", offset: 0, replacement: "Ω" }]],
    ["a letter that is no accented one", "ł", [{ character: "ł", offset: 0 }]],
    ["an accented letter of another script", "й", [{ character: "й", offset: 0 }]],
    ["a lone surrogate as it is counted", "\udc00", [{ character: "\ufffd", offset: 0 }]],
    ["the extension table is no offender", "[€]ы", [{ character: "ы", offset: 3 }]],
    ["GSM-7 has none", "[€]", []],
  ])("%s", (_, text, offenders) => {
    const segments = segmentsOf(text);
    expect(segments.offenders).toStrictEqual(offenders);
    expect(JSON.parse(JSON.stringify(segments)).offenders).toEqual(offenders);
    expect(segments.offenders).toBe(segments.offenders);
  });
});

describe("what holds for every text", () => {
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
  const cuts = (parts: readonly string[]): number[] => {
    let end = 0;
    return parts.slice(0, -1).map((part) => {
      end += part.length;
      return end;
    });
  };

  test("the parts are the text, none empty, none oversize", () => {
    fc.assert(
      fc.property(someText(500), (text) => {
        const { encoding, parts, units } = segmentsOf(text);
        expect(parts.join("")).toBe(text.toWellFormed());
        expect(parts.length === 1).toBe(units > 0 && units <= (encoding === "GSM-7" ? 160 : 70));
        if (parts.length > 1)
          for (const part of parts) {
            const size = encoding === "GSM-7" ? segmentsOf(part).units : part.length;
            expect(size).toBeGreaterThan(0);
            expect(size).toBeLessThanOrEqual(encoding === "GSM-7" ? 153 : 67);
          }
      }),
      { numRuns: runs(3_000) },
    );
  }, 60_000);

  test("no part ends inside a surrogate pair, nor inside a cluster that fits in a part", () => {
    fc.assert(
      fc.property(someText(300), (text) => {
        const wellFormed = text.toWellFormed();
        const clusters = [...graphemes.segment(wellFormed)];
        const parts = segmentsOf(text).parts;
        for (const part of parts) expect(part.isWellFormed()).toBe(true);
        if (clusters.some(({ segment }) => segment.length > 67)) return;
        const starts = new Set(clusters.map(({ index }) => index));
        for (const cut of cuts(parts)) expect(starts.has(cut), `a cut at ${cut} of ${JSON.stringify(text)}`).toBe(true);
      }),
      { numRuns: runs(3_000) },
    );
  }, 60_000);

  test("a part is as long as it can be", () => {
    fc.assert(
      fc.property(someText(300), (text) => {
        const { encoding, parts } = segmentsOf(text);
        for (const [index, part] of parts.slice(0, -1).entries()) {
          const { segment } = graphemes.segment(parts.slice(index + 1).join("")).containing(0)!;
          const more = part + segment;
          const units = encoding === "GSM-7" ? segmentsOf(more).units : more.length;
          if (segment.length <= 67) expect(units).toBeGreaterThan(encoding === "GSM-7" ? 153 : 67);
        }
      }),
      { numRuns: runs(3_000) },
    );
  }, 60_000);

  test("one more character never makes fewer parts", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "€", "\r\n", "["), maxLength: 400 }), (text) => {
        expect(segmentsOf(`${text}a`).parts.length).toBeGreaterThanOrEqual(segmentsOf(text).parts.length);
      }),
    );
  });

  test("a boundary is the segmenter's, for every two characters of the scripts it knows by heart", () => {
    const letters = [..."aé ’я\u0483א\u0628\u064bकक\u093cि\u094dক\u09beಕ\u0cccക\u0d4eक़あ漢한\u0301₹…"];
    const unit = fc.constantFrom(...letters, ..."\u200d\u1161\u11a8🇦🇮😊👍🏽❤\ufe0f🀀🯹𝟎\u0600\r\n");
    fc.assert(
      fc.property(fc.string({ unit, minLength: 6, maxLength: 30 }), (given) => {
        const text = given.toWellFormed();
        const end = text.length - 2;
        const starts = [...graphemes.segment(text)].map(({ index }) => index);
        const expected = starts.filter((index) => index <= end && index > 0).at(-1);
        if (expected !== undefined) expect(graphemeBoundary(text, 0, end, 30)).toBe(expected);
      }),
      { numRuns: runs(20_000) },
    );
  }, 60_000);

  test("a megabyte is cut in time that grows with its length", () => {
    for (const unit of ["a", "€", "я", "कि", family, "\u0301", "\r\n", "\ud800"]) {
      const text = unit.repeat(runs(1_048_576) / unit.length);
      expect(segmentsOf(text).parts.join("").length).toBe(text.length);
    }
  });
});
