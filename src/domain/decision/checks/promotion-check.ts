import { offersOptOut } from "../../template/opt-out-words.js";
import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

type Promoted = After<"number" | "encoding" | "sender" | "templateRules">;

/**
 * Checks a promotional text's duties: words that say how to stop more of them, and a sender ID that marks it as
 * promotional.
 */
export const checkPromotion = (draft: Promoted): Evidence["promotion"] => {
  const { encoding, number, sender } = draft;
  if (draft.class !== "promotional" || encoding === undefined) return undefined;
  const { optOutWords, promotionalSender } = number.rule;
  const { senderId } = sender;
  const verdict = offersOptOut(encoding.text)
    ? note(draft, "pass", "opt-out-words", "present", "the recipient can stop more of them")
    : optOutWords !== undefined
      ? refuse(draft, optOutWords, "absent", refusalTexts.optOutWords(number.shown, optOutWords.says))
      : note(draft, "warning", "opt-out-words", "absent", "add words such as: Reply STOP to opt out");
  if (promotionalSender !== undefined && senderId !== undefined && !promotionalSender.pattern.test(senderId))
    note(draft, "warning", promotionalSender, senderId, promotionalSender.says);
  return verdict;
};
