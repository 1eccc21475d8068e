import type { After } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";
import { checkForecast } from "./forecast-check.js";

/** Asks the forecast if the recipient may get one more text. */
export const checkFrequency = (draft: After<"number" | "timing">): Evidence["frequency"] =>
  checkForecast(draft, "frequency", draft.recipient.frequency, (said) =>
    refusalTexts.frequency(draft.number.shown, said),
  );
