import type { After } from "../draft.js";
import type { Evidence } from "../evidence.js";
import { refusalTexts } from "../refusal-texts.js";
import { checkForecast } from "./forecast-check.js";

/** Asks the forecast if there is money for the text. */
export const checkSpend = (draft: After<"price" | "frequency">): Evidence["spend"] =>
  checkForecast(draft, "spend", draft.recipient.spend?.(draft.price?.micros ?? 0), refusalTexts.spend);
