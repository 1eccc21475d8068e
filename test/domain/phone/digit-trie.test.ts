import fc from "fast-check";
import { expect, test } from "vitest";
import { digitTrieOf, longestPrefix } from "../../../src/domain/phone/digit-trie.js";

/** Made anew for each test. */
const trie = () =>
  digitTrieOf([
    ["1", "NANP"],
    ["1212", "New York"],
    ["91", "India"],
  ]);

test.each([
  ["the longest prefix wins", "12125551234", 0, "New York"],
  ["a shorter one where the longer breaks off", "12135551234", 0, "NANP"],
  ["reads from where it is told", "+919876543210", 1, "India"],
  ["nothing without a prefix", "8", 0, undefined],
  ["a node without a value is none", "9", 0, undefined],
  ["stops at what is no digit", "1a212", 0, "NANP"],
  ["stops at what comes before the digits in ASCII", "1/212", 0, "NANP"],
  ["stops at what comes after them", "1:212", 0, "NANP"],
  ["an empty input", "", 0, undefined],
])("%s", (_, digits, start, value) => expect(longestPrefix(trie(), digits, start)).toBe(value));

test("an empty prefix stands for every number", () =>
  expect(longestPrefix(digitTrieOf([["", "any"]]), "5")).toBe("any"));

test("finds what a scan over all prefixes finds", () => {
  const digits = fc.stringMatching(/^\d{0,6}$/u);
  fc.assert(
    fc.property(fc.dictionary(digits, fc.integer()), digits, (entries, number) => {
      const prefixes = Object.keys(entries).filter((prefix) => number.startsWith(prefix));
      const longest = prefixes.sort((a, b) => b.length - a.length)[0];
      const found = longestPrefix(digitTrieOf(Object.entries(entries)), number);
      expect(found).toBe(longest === undefined ? undefined : entries[longest]);
    }),
  );
});
