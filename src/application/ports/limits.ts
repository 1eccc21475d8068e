import type { MoneyLimits } from "../../domain/money/money-limits.js";
import type { RecipientLimits } from "../../domain/rate/recipient-caps.js";

/** What the operator allows; read anew while the service runs. */
export interface Limits {
  readonly money: MoneyLimits;
  readonly recipient: RecipientLimits;
  /** What becomes of a text without a price; undefined: as the settings have it. */
  readonly unpriced: "refuse" | "allow" | "highest" | undefined;
}
