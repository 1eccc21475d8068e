import { describe, expect, test } from "vitest";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { linkIn } from "../../../src/domain/template/link-in.js";
import { offersOptOut } from "../../../src/domain/template/opt-out-words.js";
import { cleanValue } from "../../../src/domain/text/clean-value.js";
import { composedEdits } from "../../../src/domain/text/composed-edits.js";
import { protectedSpans } from "../../../src/domain/text/protected-spans.js";
import { segmentsOf } from "../../../src/domain/text/segments.js";
import { shorten } from "../../../src/domain/text/shorten.js";
import { shortenValue } from "../../../src/domain/text/shorten-value.js";
import { smartEncode } from "../../../src/domain/text/smart-encoding.js";

/** An event may have a megabyte, all of it one value. Work that grows by the square would hold up every other text for minutes. */
const long = 100_000;

const readers: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ["a value is cleaned", cleanValue],
  ["a value is searched for links", (text) => linkIn(text, false)],
  ["a value is shortened", (text) => shortenValue(text, 160)],
  ["a text is spelt with GSM-7", smartEncode],
  ["a text is counted", segmentsOf],
  ["a text is shortened", (text) => shorten(text, 3)],
  ["codes and links are found", protectedSpans],
  ["a text is searched for a way to stop more", offersOptOut],
  ["a number is read", (text) => parsePhoneNumber(text, "IN")],
];

describe.each(readers)("%s however long it is", (_, read) => {
  test.each([
    ["one word", "a1"],
    ["a word with hyphens", "a-"],
    ["a word in Korean", "\uac001"],
    ["digits with full stops", "1."],
    ["digits with blanks", "1 "],
    ["tags of a flag", "\u{e0061}"],
    ["joiners", "\ufe0f\u200d"],
    ["accents", "\u0301"],
    ["quotes that GSM-7 lacks", "\u2019"],
    ["short addresses", "a.bc "],
  ])("%s", (_, unit) => {
    expect(() => read(unit.repeat(long / unit.length))).not.toThrow();
  });
});

test("blanks behind the word to stop", () => {
  expect(offersOptOut(`stop${" ".repeat(long)}x`)).toBe(false);
});

test("edits are composed however many there are", () => {
  const given = "\ud800\u2019".repeat(long / 2);
  const places = Array.from({ length: long / 2 }, (_, at) => 2 * at);
  const surrogates = places.map((offset) => ({
    ...{ offset, before: "\ud800", after: "\ufffd", why: "lone-surrogate" as const },
  }));
  const spelling = places.map((offset) => ({
    ...{ offset: offset + 1, before: "\u2019", after: "'", why: "smart-encoding" as const },
  }));
  expect(composedEdits(given, surrogates, spelling, undefined, given.length)).toHaveLength(long);
});
