import fc from "fast-check";
import { expect, test } from "vitest";
import { shownLines } from "../../../src/domain/text/shown-lines.js";
import { shownText } from "../../../src/domain/text/shown-text.js";
import { runs } from "../../support/property-runs.js";

test.each([
  ["a colour", "\u001b[31mred", "\\u001b[31mred"],
  ["a title of the window", "\u001b]0;gotcha\u0007", "\\u001b]0;gotcha\\u0007"],
  ["C1's own introducer", "\u009b2J", "\\u009b2J"],
  ["a return, which overwrites the line", "all good\rfailed", "all good\\u000dfailed"],
  ["text turned around", "\u202emoc.elpmaxe", "\\u202emoc.elpmaxe"],
  ["a byte order mark", "\ufeffname", "\\ufeffname"],
  ["a lone surrogate", "\ud800", "\\ud800"],
  ["a tag character", "\u{e0041}", "\\udb40\\udc41"],
  ["lines and tabs stay", "one\n\ttwo", "one\n\ttwo"],
  ["joined emoji and Persian stay", "👩\u200d🍳 می\u200cخواهم", "👩\u200d🍳 می\u200cخواهم"],
])("%s", (_, given, shown) => expect(shownLines(given)).toBe(shown));

test.each([
  ["lines become one", "one\r\n two\u2028three ", 60, "one two three"],
  ["what is too long is cut", "abcdef", 4, "abc…"],
  ["what just fits stays", "abcd", 4, "abcd"],
  ["an emoji is not cut in half", "ab😀d", 4, "ab\ufffd…"],
])("a value: %s", (_, given, longest, shown) => expect(shownText(given, longest)).toBe(shown));

test("nothing unseen is left, nothing seen is lost, and JSON stays the same JSON", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(shownLines(text)).not.toMatch(/[^\P{Cc}\n\t]|\p{Bidi_Control}/u);
      expect(shownLines(shownLines(text))).toBe(shownLines(text));
      expect(JSON.parse(shownLines(JSON.stringify({ text })))).toEqual({ text });
      expect(shownText(text, 50).length).toBeLessThanOrEqual(50);
    }),
    { numRuns: runs(2_000) },
  );
});
