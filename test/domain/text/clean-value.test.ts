import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanValue } from "../../../src/domain/text/clean-value.js";
import { applied } from "../../support/applied-edits.js";

describe("white space is one blank, and none at the ends", () => {
  test.each([
    ["a line break", "12 MG Road\nBengaluru", "12 MG Road Bengaluru"],
    ["Windows' line break", "12 MG Road\r\nBengaluru", "12 MG Road Bengaluru"],
    ["a trailing tab", "Rajesh\t", "Rajesh"],
    ["blanks around", "  Rajesh  ", "Rajesh"],
    ["two blanks", "Rajesh  Kumar", "Rajesh Kumar"],
    ["a no-break blank", "Rajesh\u00a0Kumar", "Rajesh Kumar"],
    ["Unicode's separators", "a\u2028b\u2029c\u0085d", "a b c d"],
    ["wide, thin and empty ones", "a\u3000b\u2009c\u202fd\u2800e", "a b c d e"],
    ["blanks with something unseen between", "a \u200b\u00ad b", "a b"],
    ["nothing else", " \t\u200b\u3000", ""],
  ])("%s", (_, given, text) => expect(cleanValue(given).text).toBe(text));
});

describe("what is not drawn goes", () => {
  test.each([
    ["an override of direction", "Rajesh\u202eKumar", "RajeshKumar"],
    ["every bidi control", "a\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069b", "ab"],
    ["a soft hyphen", "Donau\u00addampf", "Donaudampf"],
    ["zero-width blanks, word joiners, byte order marks", "a\u200bb\u2060c\ufeffd", "abcd"],
    ["invisible operators and old format marks", "a\u2061\u2064\u206a\u206fb", "ab"],
    ["controls", "a\u0000b\u0007c\u001bd\u007fe\u009ff", "abcdef"],
    ["fillers", "a\u3164b\uffa0c\u034fd\u17b4e", "abcde"],
    ["interlinear marks and no characters", "a\ufff9b\ufffbc\ufffed\u{1ffff}e", "abcde"],
    ["tags that spell no flag", "a\u{e0041}\u{e0020}b", "ab"],
    ["a non-joiner in Latin", "Grüßen\u200c", "Grüßen"],
    ["a joiner in Latin", "Ku\u200dmar", "Kumar"],
    ["a joiner in Cyrillic and Greek", "П\u200dр α\u200cβ", "Пр αβ"],
    ["a joiner behind an emoji and before none", "🍕\u200d", "🍕"],
    ["a joiner before an emoji and behind none", "a\u200d🍕", "a🍕"],
    ["a second joiner", "👩\u200d\u200d💻", "👩💻"],
    ["a non-joiner at an Arabic word's end", "محمد\u200c", "محمد"],
    ["a joiner between Indic letters that none ties", "क\u200dख", "कख"],
    ["a selector behind a letter", "a\ufe0fb", "ab"],
    ["a selector of Chinese behind Latin", "a\u{e0100}", "a"],
  ])("%s", (_, given, text) => expect(cleanValue(given).text).toBe(text));
});

describe("what does something stays", () => {
  test.each([
    ["a family", "👨\u200d👩\u200d👧\u200d👦"],
    ["a skin tone and a joiner", "👩🏽\u200d💻"],
    ["a heart of two code points", "❤\ufe0f\u200d🔥"],
    ["a keycap", "1\ufe0f\u20e3"],
    ["a flag of letters, a flag of tags", "🇮🇳 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}"],
    ["a half form in Devanagari", "क्\u200dष"],
    ["an explicit virama", "क्\u200cष"],
    ["Bengali ya-phala behind ra", "র\u200d্যাব"],
    ["Malayalam chillu as it was spelled", "അവന്\u200d"],
    ["Sinhala", "ශ්\u200dරී"],
    ["Persian's half space", "می\u200cخواهم"],
    ["an Arabic letter in its beginning form", "ه\u200d"],
    ["a Chinese variant", "葛\u{e0100}"],
    ["accents, viramas and vowels of their own", "ñ á कि กำ"],
    ["an Arabic number sign", "\u0600١٢"],
    ["a lone surrogate, which becomes a sign later", "a\ud800b"],
    ["nothing", ""],
  ])("%s", (_, given) => expect(cleanValue(given)).toEqual({ text: given, edits: [] }));
});

test("each edit says where, what and why", () => {
  expect(cleanValue(" a\n\u202eb\u00ad")).toEqual({
    text: "a b",
    edits: [
      { offset: 0, before: " ", after: "", why: "white-space" },
      { offset: 2, before: "\n\u202e", after: " ", why: "white-space" },
      { offset: 5, before: "\u00ad", after: "", why: "invisible" },
    ],
  });
});

test("any text: its edits make it clean, and clean it stays", () => {
  const odd = fc.constantFrom(
    ..." \t\n\u00a0\u200b\u200c\u200d\u202e\u2068\ufe0f\u00ad\u2800",
    "क",
    "्",
    "م",
    "🍕",
    "👩",
    "a",
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(odd, fc.string({ unit: "binary", maxLength: 1 })) }), (given) => {
      const { text, edits } = cleanValue(given);
      expect(applied(given, edits)).toBe(text);
      expect(text).not.toMatch(/[\p{Bidi_Control}\p{Cc}\u00ad\u200b\ufeff]|\s\s|^\s|\s$/u);
    }),
  );
});
