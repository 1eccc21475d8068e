import { boundedMemo } from "../bounded-memo.js";
import { localeTags } from "./locale-tags.js";
import type { Template, TemplateText } from "./template.js";

/** A template's text for a recipient. */
export interface ChosenText {
  /** The text's own tag, such as `en`. */
  readonly locale: string;
  /** The tag that dates and amounts follow: the recipient's where the text is in its language, such as `en-IN`. */
  readonly formatting: string;
  readonly text: TemplateText;
}

/** A tag without extensions, and those it falls back to: `en-Latn-IN`, `en-Latn`, `en`. */
const fallbacksOf = boundedMemo<readonly string[]>(1_000, (tag) => {
  const subtags = new Intl.Locale(tag).baseName.split("-");
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join("-"));
});

/**
 * Chooses the text of the recipient's locale, else of its language (`hi-IN` falls to `hi`), else that of `fallback`,
 * which must exist. Of several locales the most wanted one with a text counts.
 */
export const chooseText = (
  { texts }: Pick<Template, "texts">,
  locale: string | undefined,
  fallback = "en",
): ChosenText => {
  for (const tag of locale === undefined ? [] : localeTags(locale))
    for (const own of fallbacksOf(tag)) {
      const text = texts.get(own);
      if (text !== undefined) return { locale: own, formatting: tag, text };
    }
  return { locale: fallback, formatting: fallback, text: texts.get(fallback)! };
};
