import { asciiDigits } from "../text/ascii-digits.js";

/** E.164 allows 15 digits; spaces, signs and direction marks at most quadruple that. Anything longer is no number. */
const longest = 64;

/** Separators that people put between digits, and the invisible marks that come along when a number is copied. */
const separators = /[\p{Zs}\t\p{Cf}\p{Pd}.()[\]/\u2212\u30fc\uff08\uff09\uff0e\uff0f\uff3b\uff3d]/gu;

/** Labels of an extension in libphonenumber's languages, a pause (`,`, `;`) or `#`, behind at least three digits. */
const extension =
  /\p{Nd}{3}[^\p{L}\p{Nd}]*?(?:e?xt(?:ensi(?:o\u0301?|ó))?n?|доб|anexo|int|[x#,;])[^\p{L}\p{Nd}]*\p{Nd}+#?$/iu;

export type WrittenNumber =
  /** `+` or `00` stood before the digits; `dialled`: the digits with those zeros. */
  | { readonly kind: "international"; readonly digits: string; readonly dialled?: string }
  | { readonly kind: "national"; readonly digits: string };

export type Spelling =
  | WrittenNumber
  | { readonly kind: "fault"; readonly fault: "empty" | "letters" | "extension" | "too-long" | "invalid" };

const faulty = (fault: (Spelling & { readonly kind: "fault" })["fault"]): Spelling => ({ kind: "fault", fault });

/**
 * The ASCII digits of a number as people write it: blanks, hyphens, dots, parentheses, slashes and invisible marks left
 * out, digits of every script understood.
 */
export const spellingOf = (input: string): Spelling => {
  if (input.length > longest) return faulty("too-long");
  const bare = input.trim();
  if (extension.test(bare)) return faulty("extension");
  const text = asciiDigits(bare.replace(separators, "")).replace(/^\uff0b/u, "+");
  if (/\p{L}/u.test(text)) return faulty("letters");
  if (!/\d/.test(text)) return faulty("empty");
  const [, prefix, digits] = /^(\+|00)?(\d+)$/.exec(text) ?? [];
  if (digits === undefined) return faulty("invalid");
  if (prefix === undefined) return { kind: "national", digits };
  return { kind: "international", digits, ...(prefix === "+" ? {} : { dialled: prefix + digits }) };
};
