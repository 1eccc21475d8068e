import { boundedMemo } from "../bounded-memo.js";

/** RFC 5646 §4.4.1: tags of 35 characters do; a list of them may be longer, but a far longer one must not be kept. */
const longest = 200;
const mostTags = 10;

interface Wish {
  readonly tag: string;
  readonly quality: number;
}

/** `hi_IN.UTF-8` and `de_DE@euro` are POSIX locales: their encoding and modifier say nothing about language. */
const canonical = (name: string): readonly string[] => {
  try {
    return Intl.getCanonicalLocales(name.replace(/[.@].*$/u, "").replaceAll("_", "-"));
  } catch {
    return [];
  }
};

/** RFC 9110 §12.5.4: `de-CH, en;q=0.8`, the most wanted first; 0 is not wanted at all. */
const wishOf = (part: string): readonly Wish[] => {
  const [name = "", ...parameters] = part.split(";").map((one) => one.trim());
  const given = parameters.find((one) => /^q=/iu.test(one))?.slice(2);
  const quality = given === undefined ? 1 : Number(given);
  return quality > 0 ? canonical(name).map((tag) => ({ tag, quality })) : [];
};

/** The BCP 47 tags that a locale names, the most wanted first: one tag, a POSIX locale or a browser's list; none otherwise. */
export const localeTags = boundedMemo<readonly string[]>(1_000, (locale) =>
  locale.length > longest
    ? []
    : locale
        .split(",")
        .slice(0, mostTags)
        .flatMap(wishOf)
        .sort((one, other) => other.quality - one.quality)
        .map(({ tag }) => tag),
);
