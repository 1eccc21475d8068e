import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemRandomness } from "../../../src/adapters/system/randomness.js";
import {
  makeOtpCode,
  type OtpAlphabet,
  otpAlphabets,
  otpLastLine,
  typedOtpCode,
  utf8Bytes,
} from "../../../src/domain/otp/otp-code.js";
import { isFullRun } from "../../support/property-runs.js";

/** χ² over `counts`, and what it exceeds once in 10⁹ for an even source (Wilson and Hilferty, z = 6). */
const chiSquared = (counts: readonly number[]) => {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const value = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const spread = 2 / (9 * (counts.length - 1));
  return { value, limit: (counts.length - 1) * (1 - spread + 6 * Math.sqrt(spread)) ** 3 };
};

const counted = (make: () => string, binOf: (code: string) => number, bins: number, codes: number) => {
  const counts = new Array<number>(bins).fill(0);
  for (let made = 0; made < codes; made += 1) counts[binOf(make())]! += 1;
  return chiSquared(counts);
};

describe.runIf(isFullRun)("codes are even", () => {
  const million = 1_000_000;

  test("10⁶ codes of six digits: front half, back half and each place", () => {
    const halves = [new Array<number>(1_000).fill(0), new Array<number>(1_000).fill(0)];
    const places = Array.from({ length: 6 }, () => new Array<number>(10).fill(0));
    for (let made = 0; made < million; made += 1) {
      const code = makeOtpCode("numeric", 6, systemRandomness.below);
      halves[0]![Number(code.slice(0, 3))]! += 1;
      halves[1]![Number(code.slice(3))]! += 1;
      for (const [at, counts] of places.entries()) counts[Number(code[at])]! += 1;
    }
    for (const counts of [...halves, ...places]) {
      const { value, limit } = chiSquared(counts);
      expect(value).toBeLessThan(limit);
    }
  });

  test("characters of the other alphabet too", () => {
    const { alphanumeric } = otpAlphabets;
    const make = () => makeOtpCode("alphanumeric", 4, systemRandomness.below);
    const { value, limit } = counted(make, (code) => alphanumeric.indexOf(code[2]!), alphanumeric.length, 200_000);
    expect(value).toBeLessThan(limit);
  });

  test("the same test sees what a remainder of a random byte would do", () => {
    const biased = (bound: number) => systemRandomness.below(256) % bound;
    const { value, limit } = counted(
      () => makeOtpCode("numeric", 6, biased),
      (code) => Number(code[0]),
      10,
      million,
    );
    expect(value).toBeGreaterThan(limit);
  });
});

test("leading zeros stay", () => expect(makeOtpCode("numeric", 6, () => 0)).toBe("000000"));

test("a code has its length and alphabet, whatever is drawn", () => {
  const alphabets = Object.keys(otpAlphabets) as OtpAlphabet[];
  fc.assert(
    fc.property(fc.constantFrom(...alphabets), fc.integer({ min: 4, max: 10 }), fc.nat(), (alphabet, length, seed) => {
      const code = makeOtpCode(alphabet, length, (bound) => seed % bound);
      expect(code).toHaveLength(length);
      for (const character of code) expect(otpAlphabets[alphabet]).toContain(character);
      expect(typedOtpCode(code)).toBe(code);
    }),
  );
});

test("no two characters of the alphanumeric alphabet are taken for one another, and no word comes of it", () => {
  for (const pair of ["0O", "1I", "1L", "2Z", "5S", "8B", "UV"])
    expect([...pair].filter((character) => otpAlphabets.alphanumeric.includes(character)).length).toBeLessThan(2);
  expect(otpAlphabets.alphanumeric).not.toMatch(/[AEIOU]/);
});

test.each([
  ["as it is", "012345", "012345"],
  ["in two groups", "012 345", "012345"],
  ["with a hyphen and blanks around", " 012-345\n", "012345"],
  ["full-width digits of a Japanese keyboard", "０１２３４５", "012345"],
  ["Devanagari digits", "०१२३४५", "012345"],
  ["Arabic-Indic digits, with marks of direction around", "\u2067٠١٢٣٤٥\u2069", "012345"],
  ["Persian digits", "۰۱۲۳۴۵", "012345"],
  ["Bengali digits in two groups", "০১২ ৩৪৫", "012345"],
  ["Thai, Burmese and Khmer digits", "๐๑၂၃៤៥", "012345"],
  ["mathematical digits", "𝟎𝟷𝟐𝟛𝟜𝟝", "012345"],
  ["emoji of digits", "0\ufe0f\u20e31\ufe0f\u20e32345", "012345"],
  ["a minus sign, a figure dash and a heavy minus", "01\u221223\u20124\u27965", "012345"],
  ["a small and a full-width hyphen, a hyphen bullet", "0\ufe631\uff0d2\u2043345", "012345"],
  ["a commercial minus and a point of hyphenation", "012\u20523\u202745", "012345"],
  ["the long vowel mark of a Japanese keyboard", "012ー345", "012345"],
  ["every kind of blank", "\t0\u00a01\u20032\u202f3\u30004\u28005\r\n\u0085\u2028", "012345"],
  ["what is not drawn", "\ufeff0\u200b1\u200d2\u00ad3\u20604\u034f\u31645\ufe0e\u{e0020}", "012345"],
  ["overrides of direction", "\u202d0123\u202c\u202e45\u202c", "012345"],
  ["small letters", "c4dfgh", "C4DFGH"],
  ["full-width letters", "ｃ４ｄｆｇｈ", "C4DFGH"],
  ["something else entirely", "hello", "HELLO"],
])("a code typed %s", (_, typed, code) => expect(typedOtpCode(typed)).toBe(code));

/** Unicode 15's scripts with digits, each by its zero: those that Node 20 knows. */
const zeros = Array.from({ length: 0x20000 }, (_, point) => String.fromCodePoint(point)).filter(
  (digit, point) => /\p{Nd}/u.test(digit) && !/\p{Nd}/u.test(String.fromCodePoint(Math.max(point - 1, 0))),
);

test("the digits of every script are the digits", () => {
  expect(zeros.length).toBeGreaterThan(55);
  for (const zero of zeros) {
    const script = [..."0918273645"]
      .map((digit) => String.fromCodePoint(zero.codePointAt(0)! + Number(digit)))
      .join("");
    expect(typedOtpCode(script), script).toBe("0918273645");
  }
});

test.each([
  ["neither", undefined, undefined, undefined],
  ["a web page that reads it", "shop.example", undefined, "@shop.example #0042"],
  ["an Android app", undefined, "FA+9qCX9VSu", "FA+9qCX9VSu"],
  ["both: the web's line is the last", "shop.example", "FA+9qCX9VSu", "FA+9qCX9VSu\n@shop.example #0042"],
])("last line for %s", (_, webHost, retrieverHash, line) =>
  expect(otpLastLine("0042", { webHost, retrieverHash })).toBe(line),
);

test("bytes are those of UTF-8", () => expect(utf8Bytes("a€नm")).toBe(8));
