import type { OtpPolicy } from "./otp-policy.js";
import { masked, type PhoneNumberFault, type ValidNumber } from "../phone/phone-number.js";
import type { Refusal } from "../decision/refusal.js";
import { refusalTexts } from "../decision/refusal-texts.js";

/** The number that a code may go to, or why not: every spelling of one number gives the same one. */
export const otpRecipient = (
  number: ValidNumber | PhoneNumberFault,
  { countries, numberTypes, purpose }: Pick<OtpPolicy, "countries" | "numberTypes" | "purpose">,
): { readonly number: ValidNumber } | { readonly refusal: Refusal } => {
  if (typeof number === "string") return { refusal: refusalTexts.numberInvalid(number) };
  const { country, type = "unknown", e164 } = number;
  if (!numberTypes.has(type)) return { refusal: refusalTexts.numberType(masked(e164), type) };
  if (countries === "all" || (country !== undefined && countries.has(country))) return { number };
  const detail =
    country === undefined
      ? `${masked(e164)} is a number of no country, and codes for ${purpose} go to the policy's countries alone; give a number of one of them.`
      : `${masked(e164)} is in ${country}, where no codes for ${purpose} go; add it to the policy's countries to send there.`;
  return { refusal: { reason: "destination-not-allowed", detail } };
};
