import { counted } from "../counted.js";
import type { FailureReason } from "./failure-reason.js";
import type { PhoneNumberFault } from "../phone/phone-number.js";
import type { Refusal } from "./refusal.js";

const because =
  <Given extends readonly unknown[]>(reason: FailureReason, text: (...given: Given) => string) =>
  (...given: Given): Refusal => ({ reason, detail: text(...given) });

const faults: Readonly<Record<PhoneNumberFault, string>> = {
  empty: "is empty",
  letters: "has letters in it",
  extension: "has an extension, which gets no texts",
  "short-code": "is too short to be a whole number",
  "too-long": "is too long",
  impossible: "has a length or prefix that no country uses",
  invalid: "belongs to no range in use",
};

/**
 * Every refusal that `decide` gives, as a sentence for a person: the event, its object, the cure. `to` is masked, and
 * no sentence holds a text or a code.
 */
export const refusalTexts = {
  numberInvalid: because(
    "invalid-phone-number",
    (fault: PhoneNumberFault) =>
      `The recipient's number ${faults[fault]} (${fault}); give it in international form, such as +919876543210.`,
  ),
  numberType: because(
    "number-type-not-allowed",
    (to: string, type: string) => `${to} is of type ${type}, which gets no texts here; give a mobile number.`,
  ),
  templateUnknown: because(
    "template-unknown",
    (name: string) => `There is no template ${name}; take one that \`sms templates list\` shows, or add it.`,
  ),
  variables: because(
    "template-variables-invalid",
    (template: string, said: string) => `The variables of ${template} cannot be used: ${said}; correct them.`,
  ),
  empty: because("message-empty", () => "The text is empty; give it at least one visible character."),
  parts: because(
    "message-too-long",
    (parts: number, most: number, shortened: boolean) =>
      `The text takes ${counted(parts, "part")} and ${most} ${most === 1 ? "is" : "are"} allowed${
        shortened ? ", and it cannot be shortened without cutting what must stay whole" : ""
      }; shorten it${shortened ? "" : ", set optimize"} or raise maxParts.`,
  ),
  unpriced: because(
    "destination-not-allowed",
    (destination: string) =>
      `The price book has no price for ${destination}, and texts without a price are not sent; add one to the price book.`,
  ),
  unpriceable: because(
    "destination-not-allowed",
    (to: string) =>
      `${to} is a number of no country, the price book has prices of countries alone, and texts without a price are not sent; give a number of a country.`,
  ),
  country: because(
    "destination-not-allowed",
    (to: string, country: string) =>
      `${to} is in ${country}, which is not among the allowed countries; add it to SMS_ALLOWED_COUNTRIES to send there.`,
  ),
  noCountry: because(
    "destination-not-allowed",
    (to: string) =>
      `${to} is a number of no country, and texts go to the allowed countries alone; give a number of one of them.`,
  ),
  dedicatedNumber: because(
    "compliance-missing",
    (to: string, says: string) =>
      `${to} cannot be texted without a dedicated number: ${says}; set SMS_ORIGINATION_NUMBER.`,
  ),
  senderMissing: because(
    "compliance-missing",
    (to: string, says: string) =>
      `${to} cannot be texted without a registered sender ID: ${says}; set SMS_SENDER_ID or the template's sender.`,
  ),
  approvedTemplate: because(
    "compliance-missing",
    (to: string, says: string) => `${to} cannot be sent a free text: ${says}; use an approved template.`,
  ),
  dlt: because(
    "compliance-missing",
    (to: string, said: string) =>
      `${to} cannot be texted by India's local route: ${said}; register it with DLT and correct the template's dlt, or unset SMS_ENTITY_ID.`,
  ),
  optOutWords: because(
    "compliance-missing",
    (to: string, says: string) =>
      `The promotional text to ${to} does not say how to stop more of them: ${says}; add such words.`,
  ),
  senderFormat: because(
    "sender-id-not-allowed",
    (says: string) => `The sender ID cannot be used: ${says}; correct it or leave it out.`,
  ),
  senderUnsupported: because(
    "sender-id-not-allowed",
    (to: string, says: string) => `${to} cannot be texted with a sender ID: ${says}; leave it out.`,
  ),
  senderUnregistered: because(
    "sender-id-not-allowed",
    (to: string, says: string) =>
      `${to} cannot be texted with this sender ID: ${says}; use the registered one of SMS_SENDER_ID or of the template.`,
  ),
  optedOut: because(
    "opted-out",
    (to: string, since: string, source: string | undefined) =>
      `${to} opted out on ${since}${source === undefined ? "" : ` (${source})`}; do not text it until its owner opts in again.`,
  ),
  deadNumber: because(
    "invalid-phone-number",
    (to: string, first: string, last: string) =>
      `${to} seems to be gone: texts to it failed on ${first} and ${last}, and none arrived between them; ask the person for another number, or set recipient.deadNumbers to warn.`,
  ),
  quietHours: because(
    "quiet-hours",
    (to: string, next: string, deadline: string) =>
      `${to} may next get this text at ${next}, after its deadline ${deadline}; send it earlier in the day or give it a later deadline.`,
  ),
  neverOpen: because("quiet-hours", (to: string, zones: readonly string[]) => {
    const where = zones.length > 4 ? `any of ${zones.length} time zones` : zones.join(" or ") || "an unknown time zone";
    return `${to} may be in ${where}, where no hour is surely allowed; leave it out.`;
  }),
  neverMeet: because(
    "quiet-hours",
    (to: string, country: string, own: string) =>
      `The hours of this text and of ${to} never meet: ${own}, and ${country}; give the text other hours.`,
  ),
  tooLate: because(
    "deadline-passed",
    (deadline: string, now: string) =>
      `The text had to be sent by ${deadline} and it is ${now}; ask again if it still matters.`,
  ),
  tooFarAhead: because(
    "deadline-passed",
    (sendAt: string, days: number) =>
      `The text asks to wait until ${sendAt}, and may wait ${days} days; give it an earlier sendAt.`,
  ),
  frequency: because(
    "frequency-capped",
    (to: string, consequence: string) => `${to} got as many texts as it may: ${consequence}; send it later.`,
  ),
  spend: because(
    "spend-limit-reached",
    (consequence: string) => `The text would cost more than may be spent: ${consequence}; raise the limit or wait.`,
  ),
} as const;
