import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gsmReplacements } from "../../../src/domain/text/gsm-replacements.js";
import { movedSpans } from "../../../src/domain/text/moved-spans.js";
import { protectedSpans } from "../../../src/domain/text/protected-spans.js";
import { segmentsOf } from "../../../src/domain/text/segments.js";
import { smartEncode } from "../../../src/domain/text/smart-encoding.js";
import { applied } from "../../support/applied-edits.js";
import { runs } from "../../support/property-runs.js";
import { someText } from "../../support/some-text.js";

/** More than 70 units, so that GSM-7 saves a part. */
const filler = "a".repeat(70);

describe("a text that takes fewer parts as GSM-7", () => {
  test.each([
    ["curly quotes", "‘Don’t’ “go”", "'Don't' \"go\""],
    ["dashes and hyphens", "now – or — later‐on", "now - or - later-on"],
    ["an ellipsis", "wait…", "wait..."],
    ["blanks that do not break", "a\u00a0b\u202fc\td", "a b c d"],
    ["what cannot be seen", "\ufeffa\u200bb\u2060\u00adc\u200ed", "abcd"],
    ["line separators", "a\u2028b\u0085c", "a\nb\nc"],
    ["signs", "™ ® © № × • ₹ ¦ → ‼ ∗ ⁄", "TM (R) (C) No. x - Rs. | -> !! * /"],
    ["ligatures of copied documents", "oﬃce ﬁne ﬂat".replace("ﬃ", "ﬀi"), "office fine flat"],
    ["fullwidth letters and signs", "ＡＢＣ！＠ａｂｃ［～｀", "ABC!@abc[~'"],
    ["accents that compose", "Cafe\u0301 n\u0303", "Café ñ"],
    ["composed and typographic at once", "“Cafe\u0301”", '"Café"'],
    ["a Greek letter that is the ohm sign", "Ω \u2126…", "Ω Ω..."],
    ["a backtick that NFC makes of another", "\u1fef…", "'..."],
    ["a currency in front of its number", "₹549.00 – paid", "Rs.549.00 - paid"],
    ["a range between two numbers", "30–40 minutes…", "30-40 minutes..."],
  ])("%s", (_, text, expected) => {
    const smart = smartEncode(text + filler);
    expect(smart.text).toBe(expected + filler);
    expect(applied(text + filler, smart.edits)).toBe(smart.text);
  });
});

describe("a text that stays as it is", () => {
  test.each([
    ["one part is one part", "Don’t go…"],
    ["as many parts as GSM-7: the ellipses cost three each", `${"…".repeat(60)}${"a".repeat(15)}`],
    ["an emoji keeps it UCS-2", `Don’t 🍕 ${filler}`],
    ["a letter that GSM-7 lacks keeps its accent", `papá’s ${filler}`],
    ["a code with a hyphen that does not break", `ORD\u20112024’s – ${filler}`],
    ["a number grouped by a no-break blank", `1\u202f234,50\u00a0€ ${filler}`],
    ["a number grouped by an apostrophe", `CHF 1’234.50 “now” ${filler}`],
    ["a fraction", `1½ – ${filler}`],
    ["a URL with a quote in it", `“see” https://x.example/a’b ${filler}`],
    ["a URL without scheme", `“see” x.example/a…b ${filler}`],
    ["a host with an accent apart", `“see” cafe\u0301.example/x ${filler}`],
    ["a negative number", `−5 – ${filler}`],
    ["Hindi", "नमस्ते, आपका ऑर्डर पक्का हो गया है…".repeat(4)],
    ["a letter whose NFC is longer", `ड़ क़ ${"क".repeat(70)}`],
    ["GSM-7 already", `Don't {go} ${filler}`],
    ["nothing", ""],
  ])("%s", (_, text) => expect(smartEncode(text)).toEqual({ text, edits: [] }));

  test("what the caller keeps", () => {
    const text = `Dear “Ann’s”, ${filler}`;
    expect(smartEncode(text, [{ start: 6, end: 11 }]).text).toBe(text);
    expect(smartEncode(text, [{ start: 12, end: 20 }]).text).toBe(`Dear "Ann's", ${filler}`);
  });
});

describe("NFC comes first, saving or not", () => {
  test.each([
    ["a short text", "Cafe\u0301", "Café", [{ offset: 3, before: "e\u0301", after: "é", why: "nfc" }]],
    ["beside what is not replaced", "e\u0301…", "é…", [{ offset: 0, before: "e\u0301", after: "é", why: "nfc" }]],
    [
      "Korean jamo",
      "\u1112\u1161\u11ab 한",
      "한 한",
      [{ offset: 0, before: "\u1112\u1161\u11ab", after: "한", why: "nfc" }],
    ],
    [
      "marks in the wrong order",
      "q\u0323\u0307 q\u0307\u0323",
      "q\u0323\u0307 q\u0323\u0307",
      [{ offset: 4, before: "q\u0307\u0323", after: "q\u0323\u0307", why: "nfc" }],
    ],
    [
      "not inside a URL",
      "e\u0301 http://e\u0301.example e\u0301",
      "é http://e\u0301.example é",
      [
        { offset: 0, before: "e\u0301", after: "é", why: "nfc" },
        { offset: 21, before: "e\u0301", after: "é", why: "nfc" },
      ],
    ],
  ])("%s", (_, text, expected, edits) => expect(smartEncode(text)).toEqual({ text: expected, edits }));
});

test("an edit says why it was made", () => {
  expect(smartEncode(`e\u0301’e\u0301 ${filler}`).edits).toEqual([
    { offset: 0, before: "e\u0301", after: "é", why: "nfc" },
    { offset: 2, before: "’", after: "'", why: "smart-encoding" },
    { offset: 3, before: "e\u0301", after: "é", why: "nfc" },
  ]);
});

test("every replacement is GSM-7, and of a character that is not", () => {
  for (const [character, replacement] of gsmReplacements) {
    expect(segmentsOf(character).encoding, character).toBe("UCS-2");
    expect(segmentsOf(replacement).encoding, character).toBe("GSM-7");
    expect([...character]).toHaveLength(1);
    expect(character, "letters keep their accents, digits stay").not.toMatch(/\p{Nd}|[À-ÖØ-öø-ʯ]/u);
  }
});

describe("what holds for every text", () => {
  /** Mostly GSM-7 and what becomes it, so that both ways are taken. */
  const typed = fc
    .array(
      fc.oneof(
        { weight: 20, arbitrary: fc.constantFrom("a", "word ", "1", "e\u0301", "[") },
        { weight: 4, arbitrary: fc.constantFrom("’", "“", "…", "–", "\u00a0", "™", "₹", "\u200b", "1’234") },
        { weight: 1, arbitrary: fc.constantFrom("https://x.example/a ", "ORD\u20111 ", "x.example/e\u0301 ") },
      ),
      { maxLength: 150, size: "max" },
    )
    .map((pieces) => pieces.join(""));
  const any = fc.oneof({ weight: 3, arbitrary: typed }, { weight: 1, arbitrary: someText(150) });

  const property = (name: string, check: (text: string) => void) =>
    test(name, () => fc.assert(fc.property(any, check), { numRuns: runs(3_000) }), 60_000);

  property("its edits turn the text into the result", (text) => {
    const smart = smartEncode(text);
    expect(applied(text, smart.edits)).toBe(smart.text);
    for (const { offset, before } of smart.edits) expect(text.slice(offset, offset + before.length)).toBe(before);
  });

  property("never more parts", (text) => {
    expect(segmentsOf(smartEncode(text).text).parts.length).toBeLessThanOrEqual(segmentsOf(text).parts.length);
  });

  property("a replacement only where parts are saved", (text) => {
    const smart = smartEncode(text);
    if (!smart.edits.some(({ why }) => why === "smart-encoding")) return;
    const withoutThem = smart.edits.filter(({ why }) => why === "nfc");
    const saved = segmentsOf(applied(text, withoutThem)).parts.length - segmentsOf(smart.text).parts.length;
    expect(saved).toBeGreaterThan(0);
    expect(segmentsOf(smart.text).encoding).toBe("GSM-7");
  });

  property("never inside a URL, a code or a number", (text) => {
    const { edits } = smartEncode(text);
    for (const { start, end } of protectedSpans(text))
      expect(edits.some(({ offset, before }) => offset < end && start < offset + before.length)).toBe(false);
  });

  property("done twice is done once", (text) => {
    const once = smartEncode(text).text;
    expect(smartEncode(once).text).toBe(once);
  });

  property("spans move with the text", (text) => {
    const smart = smartEncode(text);
    const spans = protectedSpans(text);
    const moved = movedSpans(spans, smart.edits);
    for (const [index, { start, end }] of spans.entries())
      expect(smart.text.slice(moved[index]!.start, moved[index]!.end)).toBe(text.slice(start, end));
  });
});

test.each([
  ["before every edit", { start: 0, end: 2 }, { start: 0, end: 2 }],
  ["up to an edit", { start: 0, end: 3 }, { start: 0, end: 3 }],
  ["around an edit that grows", { start: 2, end: 5 }, { start: 2, end: 7 }],
  ["behind an edit that grows", { start: 4, end: 6 }, { start: 6, end: 8 }],
  ["behind one that shrinks too", { start: 9, end: 10 }, { start: 9, end: 10 }],
  ["the edited character itself", { start: 3, end: 4 }, { start: 3, end: 6 }],
])("a span %s", (_, span, expected) => {
  const edits = [
    { offset: 3, before: "…", after: "...", why: "smart-encoding" as const },
    { offset: 6, before: "\u200b\u200b", after: "", why: "smart-encoding" as const },
  ];
  expect(movedSpans([span], edits)).toEqual([expected]);
});
