import type { Limits } from "../../application/ports/limits.js";
import { noMoneyLimits } from "../../domain/money/money-limits.js";
import { noRecipientLimits } from "../../domain/rate/recipient-caps.js";

/** No limits except the carriers' own: one text a second to a number. */
export const noLimits: Limits = {
  money: noMoneyLimits,
  recipient: noRecipientLimits,
  deadNumbers: "warn",
  otpPerHour: undefined,
  unpriced: undefined,
};
