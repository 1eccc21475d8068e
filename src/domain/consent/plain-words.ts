/** Combining marks of Latin, Greek and Cyrillic; the vowel signs of Indian and Arabic scripts are others and stay. */
const accents = /[\u0300-\u036f]/gu;
/** Web and mail addresses: a keyword inside one is nobody's word. */
const addresses = /\S*(?::\/\/|www\.)\S*/gu;
const apostrophes = /['\u2019\u02bc`\u00b4]/gu;
/** All but letters, their marks, digits, and a hyphen within a word: `non-stop` is another word than `stop`. */
const between = /(?:(?![\p{L}\p{N}]-[\p{L}\p{N}])[^\p{L}\p{M}\p{N}-]|(?<![\p{L}\p{M}\p{N}])-|-(?![\p{L}\p{N}]))+/gu;

/**
 * The words of a text as they are compared: compatibility forms (full width), case, accents, quotes, emoji and punctuation
 * make no difference (UAX #15, NFKC).
 */
export const plainWords = (text: string): readonly string[] => {
  const plain = text.normalize("NFKC").toLowerCase().replace(addresses, " ");
  // Turkish writes a dotless i, German a sharp s: neither has a form without it.
  const folded = plain.replaceAll("ß", "ss").replaceAll("ı", "i").normalize("NFD").replace(accents, "");
  const words = folded.normalize("NFC").replace(apostrophes, "").replace(between, " ").split(" ");
  return words.filter((word) => word !== "");
};

export const plainText = (text: string): string => plainWords(text).join(" ");
