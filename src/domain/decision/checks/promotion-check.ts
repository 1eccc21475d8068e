import { type Judgement, note, refuse } from "../judgement.js";
import { offersOptOut } from "../../template/opt-out-words.js";
import { refusalTexts } from "../refusal-texts.js";

/** What a promotional text owes its recipient: words that say how to stop more of them, and a sender ID that says what it is. */
export const checkPromotion = (judgement: Judgement): void => {
  const { plan, rule, shown } = judgement;
  if (judgement.class !== "promotional" || plan.text === undefined) return;
  const { optOutWords, promotionalSender } = rule;
  if (offersOptOut(plan.text))
    note(judgement, "pass", "opt-out-words", "present", "the recipient can stop more of them");
  else if (optOutWords !== undefined)
    refuse(judgement, optOutWords, "absent", refusalTexts.optOutWords(shown, optOutWords.says));
  else note(judgement, "warning", "opt-out-words", "absent", "add words such as: Reply STOP to opt out");
  if (promotionalSender !== undefined && plan.senderId !== undefined && !promotionalSender.pattern.test(plan.senderId))
    note(judgement, "warning", promotionalSender, plan.senderId, promotionalSender.says);
};
