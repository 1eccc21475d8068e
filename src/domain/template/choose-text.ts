import { boundedMemo } from "./bounded-memo.js";
import type { Template, TemplateText } from "./template.js";

/** A template's text for a recipient. */
export interface ChosenText {
  /** The text's own tag, such as `en`. */
  readonly locale: string;
  /** The tag that dates and amounts follow: the recipient's where the text is in its language, such as `en-IN`. */
  readonly formatting: string;
  readonly text: TemplateText;
}

/** RFC 5646 §4.4.1: tags of 35 characters do; what is far longer is none, and must not be kept in memory. */
const longestTag = 100;

/** A tag and those it falls back to: `en-Latn-IN`, `en-Latn`, `en`; none for what is no tag. */
const tagsOf = boundedMemo<readonly string[]>(1_000, (locale) => {
  try {
    const [tag = ""] = Intl.getCanonicalLocales(locale.replaceAll("_", "-"));
    const subtags = tag.split("-");
    return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join("-"));
  } catch {
    return [];
  }
});

/** The text of the recipient's locale, of its language, or else `en` (`en-IN` falls to `en`, `hi-IN` to `hi`). */
export const chooseText = ({ texts }: Pick<Template, "texts">, locale: string | undefined): ChosenText => {
  const tags = locale === undefined || locale.length > longestTag ? [] : tagsOf(locale);
  for (const tag of tags) {
    const text = texts.get(tag);
    if (text !== undefined) return { locale: tag, formatting: tags[0]!, text };
  }
  return { locale: "en", formatting: "en", text: texts.get("en")! };
};
