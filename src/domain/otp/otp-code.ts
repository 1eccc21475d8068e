import { asciiDigits } from "../text/ascii-digits.js";

/**
 * Characters of codes. Alphanumeric: capitals and digits that are not taken for one another (0 O, 1 I L, 2 Z, 5 S, 8 B,
 * U V), and without vowels, so that no code spells a word.
 */
export const otpAlphabets = {
  numeric: "0123456789",
  alphanumeric: "CDFGHJKMNPQRTVWXY34679",
} as const;

export type OtpAlphabet = keyof typeof otpAlphabets;

/**
 * A new code, leading zeros kept. Each character is drawn by itself from `below`, which is even over 0 ≤ n < bound and fit
 * for secrets, so every code is equally likely.
 */
export const makeOtpCode = (alphabet: OtpAlphabet, length: number, below: (bound: number) => number): string => {
  const characters = otpAlphabets[alphabet];
  return Array.from({ length }, () => characters[below(characters.length)]).join("");
};

/**
 * Characters that copying or dictation adds to a code: blanks, hyphens, dashes, minus signs, marks of direction and
 * other invisible characters, and the frames that make an emoji of a digit.
 */
const besideCode =
  /[\p{Z}\p{Cc}\p{Cf}\p{Pd}\p{Me}\p{Default_Ignorable_Code_Point}\u02d7\u2027\u2043\u2052\u2212\u2796\u2800\u30fc]/gu;

/** A code as people type it: digits of every script are digits, capitals mean nothing, nor does `besideCode`. */
export const typedOtpCode = (typed: string): string =>
  asciiDigits(typed.normalize("NFKC").replace(besideCode, "")).toUpperCase();

/** Google, SMS Retriever API: "be no longer than 140 bytes". Counted in UTF-8, the strictest reading. */
export const retrieverLimitBytes = 140;

export const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

/**
 * The line below the text. WICG, Origin-bound one-time codes §3: the last line is `@host #code`. SMS Retriever finds
 * its hash on any line, so it goes above. undefined: no such line.
 */
export const otpLastLine = (
  code: string,
  { webHost, retrieverHash }: { readonly webHost: string | undefined; readonly retrieverHash: string | undefined },
): string | undefined => {
  const lines = [
    ...(retrieverHash === undefined ? [] : [retrieverHash]),
    ...(webHost === undefined ? [] : [`@${webHost} #${code}`]),
  ];
  return lines.length === 0 ? undefined : lines.join("\n");
};
