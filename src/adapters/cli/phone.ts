import { type PhoneNumberFault, parsePhoneNumber } from "../../domain/phone/phone-number.js";
import { type AnswerNeeds, answerLines } from "./answer-lines.js";
import type { ExitCode } from "./terminal.js";

export interface PhoneNeeds extends AnswerNeeds {
  /** ISO 3166-1 alpha-2 of numbers without + or 00. */
  readonly defaultCountry: string;
}

const why: Readonly<Record<PhoneNumberFault, string>> = {
  empty: "has no digit",
  letters: "has letters",
  extension: "has an extension; texts go to a number",
  "short-code": "is a short code, or too short",
  "too-long": "has too many digits",
  impossible: "has a number of digits, or a country code, that no number has",
  invalid: "is nobody's number",
};

/**
 * `sms phone [NUMBER]`: the number in E.164, its country and type, or why it is none; or of every line of standard input.
 * One number that is refused is exit code 1; in a stream it is an answer like any other.
 */
export const phone = (needs: PhoneNeeds): Promise<ExitCode> =>
  answerLines(needs, (input) => {
    const number = parsePhoneNumber(input, needs.defaultCountry);
    if (typeof number === "string")
      return {
        line: needs.json
          ? JSON.stringify({ input, valid: false, reason: number })
          : `${JSON.stringify(input)} ${why[number]} (${number})`,
        refused: needs.argument !== undefined,
      };
    const { e164, country = null, type = null, normalised } = number;
    return {
      line: needs.json
        ? JSON.stringify({ input, e164, country, type, valid: true, normalised })
        : [e164, country, type, normalised ?? null].filter((word) => word !== null).join("  "),
      refused: false,
    };
  });
