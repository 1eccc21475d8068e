import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConsentWords } from "../../../src/adapters/files/consent-words.js";
import { meaningOf } from "../../../src/domain/consent/inbound-meaning.js";
import { runs } from "../../support/property-runs.js";

const words = readConsentWords("data/consent-words.json");
/** What people write to short codes and support numbers, with what each means: expected, language, text. */
const rows: readonly (readonly [expected: string, language: string, text: string])[] = JSON.parse(
  readFileSync("test/domain/consent/inbound-texts.json", "utf8"),
);

const said = (text: string): string => {
  const meaning = meaningOf(text, words);
  return meaning.kind === "opt-out" && meaning.known.everything ? "opt-out-everything" : meaning.kind;
};

describe("what an inbound text means", () => {
  test("the table has 300 texts in 8 languages at least", () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(new Set(rows.map(([, language]) => language)).size).toBeGreaterThanOrEqual(8);
  });

  test.each(rows)("%s (%s): %j", (expected, _, text) => expect(said(text)).toBe(expected));

  test.each<[string, string, string]>([
    ["200 units are read, blanks among them", `stop${" ".repeat(196)}`, "opt-out"],
    ["one unit more is no word of this kind", `stop${" ".repeat(197)}`, "none"],
    ["nothing but blanks", "   ", "none"],
  ])("%s", (_, text, expected) => expect(said(text)).toBe(expected));

  test("the language of the word is known, for the answer to be in it", () => {
    expect(meaningOf("Arrêt", words)).toMatchObject({ kind: "opt-out", word: "arret", known: { language: "fr" } });
  });

  test("case, width and punctuation around a keyword change nothing", () => {
    const edge = fc.string({ unit: fc.constantFrom(" ", ".", "!", "\n", "…", "🙏", '"', "*"), maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...words.optOut.keys()), edge, edge, (word, before, after) => {
        expect(meaningOf(`${before}${word.toUpperCase()}${after}`, words).kind).toMatch(/^opt-out$/);
      }),
      { numRuns: runs(500) },
    );
  });

  test("a long text is never an opt-out, whatever stands in it, and any text is answered", () => {
    const filler = fc.array(fc.constantFrom("pizza", "order", "driver", "late", "house"), {
      minLength: 6,
      maxLength: 20,
    });
    fc.assert(
      fc.property(filler, fc.constantFrom(...words.telling), (around, word) => {
        expect(meaningOf([...around.slice(0, 3), word, ...around.slice(3)].join(" "), words).kind).toBe("none");
      }),
      { numRuns: runs(300) },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => void meaningOf(text, words)),
      { numRuns: runs(1_000) },
    );
  });
});
