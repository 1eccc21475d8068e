import fc from "fast-check";
import { expect, test } from "vitest";
import { segmentsOf } from "../../src/domain/segments.js";

test.each([
  ["a full single part", "a".repeat(160), "GSM-7", 1],
  ["one more", "a".repeat(161), "GSM-7", 2],
  ["an escaped pair that would straddle", `${"a".repeat(152)}€${"a".repeat(152)}`, "GSM-7", 3],
  ["153 escaped pairs", "]".repeat(153), "GSM-7", 3],
  ["a full single UCS-2 part", "я".repeat(70), "UCS-2", 1],
  ["a surrogate pair that would straddle", `${"я".repeat(66)}😊${"b".repeat(66)}`, "UCS-2", 3],
])("%s", (_, text, encoding, parts) => {
  const segments = segmentsOf(text);
  expect([segments.encoding, segments.parts.length]).toEqual([encoding, parts]);
});

test("an offender is named with what would do instead", () => {
  expect(segmentsOf("Don’t 🍕").offenders).toEqual([
    { character: "’", offset: 3, replacement: "'" },
    { character: "🍕", offset: 6 },
  ]);
});

test("parts join to the text, and none is empty or oversize", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
      const { encoding, parts } = segmentsOf(text);
      expect(parts.join("")).toBe(text.toWellFormed());
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect(segmentsOf(part).units).toBeLessThanOrEqual(encoding === "GSM-7" ? 160 : 70);
      }
    }),
    { numRuns: 2_000 },
  );
});
