import fc from "fast-check";
import { expect, test } from "vitest";
import { rowWidthOf, widthOf, wrapped, wrappedRow } from "../../../src/adapters/cli/wrapped.js";

test.each([
  [undefined, 80],
  [0, 80],
  [60, 60],
])("a terminal of %s columns: %s", (columns, width) => {
  expect(widthOf({ columns })).toBe(width);
});

test.each([
  [undefined, Number.POSITIVE_INFINITY],
  [0, 80],
  [60, 60],
])("rows where there are %s columns: %s", (columns, width) => {
  expect(rowWidthOf({ columns })).toBe(width);
});

test("breaks between words, and what follows stands below", () =>
  expect(wrapped("  ok    number: a number that gets texts", 24, 8)).toEqual([
    "  ok    number: a number",
    "        that gets texts",
  ]));

test("a word, a command and what stands between backticks are not broken", () => {
  expect(wrapped("see `sms templates list` now", 10)).toEqual(["see", "  `sms templates list`", "  now"]);
  expect(wrapped("look it up, then: sms in-doubt resolve 1 --as sent", 20)).toEqual([
    "look it up, then:",
    "  sms in-doubt resolve 1 --as sent",
  ]);
  expect(wrapped("https://shop.example/a-long-address", 10)).toEqual(["https://shop.example/a-long-address"]);
});

test("lines stay lines; what moves a cursor is counted as it is shown; wide characters take two columns", () => {
  expect(wrapped("a\nb", 80)).toEqual(["a", "  b"]);
  expect(wrapped("aa \u001b[2K bb", 12)).toEqual(["aa \\u001b[2K", "  bb"]);
  expect(wrapped("漢字 漢字", 8)).toEqual(["漢字", "  漢字"]);
});

test("a row that fits keeps its columns", () => expect(wrappedRow(["a", "b   ", "c"], 80)).toEqual(["a  b     c"]));

test("whatever the text, nothing is lost, and only what cannot be broken is wider", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z.;`]{1,30}$/)), fc.integer({ min: 1, max: 100 }), (given, width) => {
      const lines = wrapped(given.join(" "), width);
      const words = (text: string) => text.split(" ").filter((word) => word !== "");
      expect(words(lines.join(" "))).toEqual(given);
      for (const line of lines)
        expect(
          line.length <= width ||
            !line
              .trim()
              .replaceAll(/`[^`]*`/gu, "")
              .includes(" "),
        ).toBe(true);
    }),
  );
});
