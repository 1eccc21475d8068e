import { dayText } from "../../instant-text.js";
import { seemsDead } from "../../phone/number-history.js";
import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

/**
 * The network still knows the number, as far as receipts tell. A code is never refused for it: its person is waiting,
 * and says by asking that the number lives.
 */
export const checkReach = (draft: After<"number" | "optOut">): Evidence["reach"] => {
  const { history } = draft.recipient;
  if (history === undefined || !seemsDead(history)) return undefined;
  const [first, last] = [dayText(history.firstFailure), dayText(history.lastFailure)];
  const observed = `texts failed on ${first} and ${last}, none arrived between them`;
  return draft.facts.deadNumbers === "refuse" && draft.class !== "otp"
    ? refuse(draft, "dead-number", observed, refusalTexts.deadNumber(draft.number.shown, first, last))
    : note(draft, "warning", "dead-number", observed, "the number seems to be gone; the text goes all the same");
};
