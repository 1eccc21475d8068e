import type { MoneyLimits } from "../../domain/money/money-limits.js";
import type { RecipientLimits } from "../../domain/rate/recipient-caps.js";

/** The operator's limits, which may be reread while the service runs. */
export interface Limits {
  readonly money: MoneyLimits;
  readonly recipient: RecipientLimits;
  /** The rule for a text to a number of which receipts say that it is gone. */
  readonly deadNumbers: "warn" | "refuse";
  /** One-time codes of the whole deployment within an hour; undefined: no budget. */
  readonly otpPerHour: number | undefined;
  /** The rule for a text without a price; undefined: as the settings have it. */
  readonly unpriced: "refuse" | "allow" | "highest" | undefined;
}
