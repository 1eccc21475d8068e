import type { After } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";
import { checkForecast } from "./forecast-check.js";

/** There is money for the text, by what was forecast. */
export const checkSpend = (draft: After<"price" | "frequency">): Evidence["spend"] =>
  checkForecast(draft, "spend", draft.recipient.spend?.(draft.price?.micros ?? 0), refusalTexts.spend);
