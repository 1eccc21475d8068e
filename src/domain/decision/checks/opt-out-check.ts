import { dayText } from "../../instant-text.js";
import { type After, note, refuse } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";

/** The recipient has not opted out of this class. */
export const checkOptOut = (draft: After<"number" | "promotion">): Evidence["optOut"] => {
  const { optedOut } = draft.recipient;
  if (optedOut === undefined) return note(draft, "pass", "opt-out", "no opt-out", "the recipient takes texts");
  const { since, source } = optedOut;
  const day = dayText(since.getTime());
  const observed = source === undefined ? `since ${day}` : `since ${day}, by ${source}`;
  return refuse(draft, "opt-out", observed, refusalTexts.optedOut(draft.number.shown, day, source));
};
