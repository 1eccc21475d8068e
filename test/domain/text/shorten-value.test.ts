import fc from "fast-check";
import { expect, test } from "vitest";
import { shortenValue } from "../../../src/domain/text/shorten-value.js";

test.each([
  ["what fits stays", "Pizza Palace", 12, "Pizza Palace"],
  ["at a word", "The Very Long Restaurant Name", 20, "The Very Long..."],
  ["without the comma before it", "Pasta, Pizza, and more", 16, "Pasta, Pizza..."],
  ["one long word between letters", "x".repeat(30), 10, "xxxxxxx..."],
  ["a word that would leave too little", `a ${"b".repeat(30)}`, 20, `a ${"b".repeat(15)}...`],
  ["never through an emoji of several code points", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 16, "👨‍👩‍👧‍👦..."],
  ["never through a code", "Table ORD-2024-001", 16, "Table..."],
  ["never through an address", "At https://shop.example/long", 20, "At..."],
  ["a language without blanks, at a word", "あいうえおかきくけこ", 8, "あいうえ..."],
  ["Hindi between clusters", "क्षत्रियक्षत्रिय", 10, "क्षत्रि..."],
  ["without all that dangles before it", "Pasta , - Pizza and more", 14, "Pasta..."],
  ["right before a code", "あいうえお12345678", 9, "あいうえお..."],
  ["right behind a code", "AB1 12345あいうえおかき", 12, "AB1 12345..."],
  ["long behind a code", "AB1 is the table of the house", 16, "AB1 is the..."],
  ["half the room is too little for a word", "abc defghijklmn", 11, "abc defg..."],
  ["one long code, cut through", "1".repeat(30), 10, "1111111..."],
  ["six units have no room for a mark", "abcdefgh", 6, "abcdef"],
  ["seven have", "abcdefgh", 7, "abcd..."],
  ["no room for a mark", "abcdefgh", 4, "abcd"],
  ["a surrogate pair where there is no room", "😀😀", 3, "😀"],
])("%s", (_, value, most, expected) => expect(shortenValue(value, most)).toBe(expected));

test("it never gets longer than it may, and is never nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.integer({ min: 2, max: 60 }), (value, most) => {
      const short = shortenValue(value, most);
      expect(short.length).toBeLessThanOrEqual(Math.max(most, 0));
      if (value.trim() !== "") expect(short).not.toBe("");
      if (value.isWellFormed()) expect(short.isWellFormed()).toBe(true);
    }),
  );
});
