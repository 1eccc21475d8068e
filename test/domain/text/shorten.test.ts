import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { protectedSpans } from "../../../src/domain/text/protected-spans.js";
import { segmentsOf } from "../../../src/domain/text/segments.js";
import { shorten } from "../../../src/domain/text/shorten.js";
import type { Span } from "../../../src/domain/text/text.js";
import { applied } from "../../support/applied-edits.js";
import { runs } from "../../support/property-runs.js";
import { someText } from "../../support/some-text.js";

const words = (count: number): string => Array.from({ length: count }, () => "word").join(" ");
const text = (given: string, maxParts = 1, wholes: readonly Span[] = [], tail = ""): string | undefined =>
  shorten(given, maxParts, wholes, tail)?.text;

describe("where the cut falls", () => {
  test.each([
    ["what fits stays", words(32), 1, words(32)],
    ["at a word, marked", words(33), 1, `${words(31)}...`],
    ["a word that just fits", `${words(31)} ab cd ${words(9)}`, 1, `${words(31)} ab...`],
    ["in the last of several parts", words(100), 3, `${words(91)}...`],
    ["UCS-2 is marked with one character", "слово ".repeat(20), 1, `${"слово ".repeat(10)}слово…`],
    ["without what must not end a text", `${"x".repeat(152)} (- and, more words`, 1, `${"x".repeat(152)}...`],
    ["without the full stop before the mark", `${"x".repeat(154)}. And more words`, 1, `${"x".repeat(154)}...`],
    ["a text with only its end in UCS-2 is cut as GSM-7", `${"x".repeat(140)} y 🍕 z`, 1, `${"x".repeat(140)} y...`],
    ["before a URL", `${words(20)} https://x.example/${"a".repeat(60)}`, 1, `${words(20)}...`],
    ["never between a host and its path", `${words(20)} x.example/${"a".repeat(80)} end`, 1, `${words(20)}...`],
    ["before a phone number, blanks and all", `${words(29)} +91 98765 43210 now`, 1, `${words(29)}...`],
    ["before a code", `${words(29)} ORD-2024-001-XYZ now`, 1, `${words(29)}...`],
    ["a word longer than the room, between characters", "x".repeat(300), 1, `${"x".repeat(157)}...`],
    ["before a word with a hyphen, not inside it", `${words(30)} well-known things`, 1, `${words(30)}...`],
    ["right behind a code", `${words(28)} ORD-2024-0001 another word`, 1, `${words(28)} ORD-2024-0001...`],
    ["right before a URL that no blank parts", `${"中".repeat(60)}https://x.example/abc`, 1, `${"中".repeat(60)}…`],
    ["a text of nothing but what must not end one", "[".repeat(100), 1, `${"[".repeat(78)}...`],
    ["an escape whole", `x${"[".repeat(200)}`, 1, "x..."],
    ["a text without blanks at its own words", "我们喜欢吃苹果".repeat(12), 1, undefined],
    ["emoji between families", "👨‍👩‍👧‍👦".repeat(10), 1, `${"👨‍👩‍👧‍👦".repeat(6)}…`],
    [
      "a short word before a long one keeps some of the long one",
      `Hi ${"x".repeat(300)}`,
      1,
      `Hi ${"x".repeat(154)}...`,
    ],
    [
      "a sign that prepends itself to a blank keeps it",
      `${"x".repeat(60)}\u0600 ${"ж".repeat(10)}`,
      1,
      `${"x".repeat(60)}\u0600 …`,
    ],
    ["but never some of a URL", `Hi https://x.example/${"x".repeat(300)}`, 1, "Hi..."],
  ])("%s", (_, given, maxParts, expected) => {
    const short = text(given, maxParts);
    if (expected !== undefined) expect(short).toBe(expected);
    expect(segmentsOf(short!).parts.length).toBeLessThanOrEqual(maxParts);
  });

  test("Chinese is cut between two of its words", () => {
    const given = "我们喜欢吃苹果".repeat(12);
    const kept = text(given)!.slice(0, -1);
    const starts = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(given)].map(({ index }) => index);
    expect(starts).toContain(kept.length);
  });
});

describe("what is refused", () => {
  test.each([
    ["a URL that leaves no room for anything", `https://x.example/${"a".repeat(200)}`, 1],
    ["no parts at all", "hello", 0],
    ["less than none", "hello", -1],
    ["no number of parts", "hello", Number.NaN],
  ])("%s", (_, given, maxParts) => expect(shorten(given, maxParts)).toBeUndefined());

  test.each([
    ["a whole that the cut would go through", { start: 140, end: 180 }, undefined],
    ["a whole that would be left out: the text would mean nothing", { start: 170, end: 180 }, undefined],
    ["a whole that leaves no room for the mark", { start: 0, end: 158 }, undefined],
    ["a whole that just leaves it", { start: 0, end: 154 }, `${words(31)}...`],
    ["a whole before the cut", { start: 5, end: 9 }, `${words(31)}...`],
  ])("%s", (_, whole, expected) => expect(text(words(40), 1, [whole])).toBe(expected));

  test("a whole that ends where the room does is kept", () => {
    expect(text("x".repeat(257), 1, [{ start: 0, end: 157 }])).toBe(`${"x".repeat(157)}...`);
    expect(text("x".repeat(257), 1, [{ start: 0, end: 158 }])).toBeUndefined();
  });

  test("a whole keeps the comma that it ends with", () => {
    const given = `Ann, ${"x".repeat(170)}`;
    expect(text(`${given}`, 1, [{ start: 0, end: 4 }])).toBe(`Ann, ${"x".repeat(152)}...`);
    expect(text(`Ann, https://x.example/${"x".repeat(170)}`, 1, [{ start: 0, end: 4 }])).toBe("Ann,...");
    expect(text(`Ann, https://x.example/${"x".repeat(170)}`)).toBe("Ann...");
  });
});

describe("a tail", () => {
  const tail = "\n@x.example #123456";
  test.each([
    ["stands behind a text that fits", "hello", `hello${tail}`],
    ["stands behind the mark", words(40), `${words(27)}...${tail}`],
    ["in UCS-2 makes all of it UCS-2", `${words(40)}`, `${words(13)}…\nжж`],
  ])("%s", (_, given, expected) =>
    expect(text(given, 1, [], expected.slice(expected.lastIndexOf("\n")))).toBe(expected),
  );

  test("that leaves no room refuses", () => expect(text("hello world", 1, [], "x".repeat(160))).toBeUndefined());
});

test("its edit says what was left out", () => {
  expect(shorten(words(33), 1)?.edits).toEqual([{ offset: 154, before: " word word", after: "...", why: "shortened" }]);
  expect(shorten(words(3), 1)?.edits).toEqual([]);
});

describe("what holds for every text", () => {
  const prose = fc
    .array(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom("word", "a", "it’s", "слово", "नमस्ते", "e\u0301", "[x]", "中文词") },
        { weight: 4, arbitrary: fc.constantFrom(" ", ", ", ". ", "\r\n", " – ") },
        {
          weight: 1,
          arbitrary: fc.constantFrom("https://x.example/a-b", "ORD-1", "+91 98765 43210", "👨‍👩‍👧‍👦", "1’234"),
        },
      ),
      { maxLength: 200, size: "max" },
    )
    .map((pieces) => pieces.join(""));
  const any = fc.oneof({ weight: 3, arbitrary: prose }, { weight: 1, arbitrary: someText(300) });
  const parts = fc.integer({ min: 1, max: 4 });
  const tails = fc.constantFrom("", "\n@x.example #123", "\nж");
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

  test("within its parts, cut where it may be, marked as its encoding has it", () => {
    fc.assert(
      fc.property(any, parts, tails, (given, maxParts, tail) => {
        const short = shorten(given, maxParts, [], tail);
        if (short === undefined) return;
        const segments = segmentsOf(short.text);
        expect(segments.parts.length).toBeLessThanOrEqual(maxParts);
        expect(applied(given, short.edits) + tail).toBe(short.text);
        const [edit] = short.edits;
        if (edit === undefined) return;
        expect(edit.after).toBe(segments.encoding === "GSM-7" ? "..." : "…");
        expect(edit.offset).toBeGreaterThan(0);
        for (const { start, end } of protectedSpans(given))
          expect(start < edit.offset && edit.offset < end, `cut at ${edit.offset}`).toBe(false);
        expect(graphemes.segment(given).containing(edit.offset)?.index).toBe(edit.offset);
      }),
      { numRuns: runs(2_000) },
    );
  }, 120_000);

  test("what is whole is whole in the result, or nothing is cut", () => {
    fc.assert(
      fc.property(any, parts, fc.nat(100), fc.nat(40), (given, maxParts, start, length) => {
        const whole = { start: Math.min(start, given.length), end: Math.min(start + length, given.length) };
        const short = shorten(given, maxParts, [whole]);
        if (short !== undefined)
          expect(short.text.slice(whole.start, whole.end)).toBe(given.slice(whole.start, whole.end));
      }),
      { numRuns: runs(2_000) },
    );
  }, 120_000);

  test("a text of short words is always shortened, and fills its parts but for one word", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("word", "a", "[x]", "longer"), { minLength: 80, maxLength: 200 }), (all) => {
        const units = segmentsOf(text(all.join(" "))!).units;
        expect(units).toBeGreaterThan(160 - "... longer".length);
      }),
    );
  });
});

test("a megabyte is shortened at once", () => {
  for (const unit of ["word ", "x", "[", "слово ", "http://", "👨‍👩‍👧‍👦", "中"])
    shorten(unit.repeat(runs(1_000_000) / unit.length), 10);
});
