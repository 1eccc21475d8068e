import type { FailureReason } from "../../domain/decision/failure-reason.js";
import type { ProblemWord } from "./problem-word.js";

const word = (title: string, means: string, causes: string, fix: string): ProblemWord => ({
  title,
  means,
  causes,
  fix,
});

/** The reason why a message fails: `code` of an answer at the door, `reason` of an outcome. */
export const failureWords: Readonly<Record<FailureReason, ProblemWord>> = {
  "invalid-event": word(
    "The request or event breaks its schema",
    "A field is missing, unknown, or of another shape; nothing was sent.",
    "A number sent as JSON number, a misspelt field, a value out of its range.",
    "Read `errors` (or the outcome's `detail`): each names its field and the rule. Send it again, mended.",
  ),
  "invalid-phone-number": word(
    "This is no phone number",
    "The number cannot exist, or cannot be read.",
    "Letters, an extension, a short code, too many digits, a national number of another country.",
    "Give E.164 (`+919876543210`), or a number of SMS_DEFAULT_COUNTRY. `sms phone NUMBER` says what is wrong.",
  ),
  "number-type-not-allowed": word(
    "Numbers of this type get no texts",
    "The number exists, and is no mobile number.",
    "A landline, a toll-free or premium number.",
    "Ask the person for a mobile number.",
  ),
  "destination-not-allowed": word(
    "No texts go to this country",
    "The number's country is not among those that this service, or the code's policy, allows.",
    "SMS_ALLOWED_COUNTRIES or the policy's `countries` leaves it out.",
    "Add the country there, once you know its rules and prices.",
  ),
  "template-unknown": word(
    "There is no such template",
    "The name of the template is not in the folder in use.",
    "A misspelt name, a file that was not deployed, templates that were not read again.",
    "`sms templates list` shows the names. After a change send the service SIGHUP.",
  ),
  "template-variables-invalid": word(
    "The template's variables do not fit",
    "A variable is missing, or its value does not fit the declared type.",
    "A field that the event lacks, an amount as text, a value that holds a link where none may be.",
    "The `detail` names the variable and the rule.",
  ),
  "message-empty": word(
    "The text is empty",
    "Nothing is left to send.",
    "An empty `text`, or only white space and invisible characters.",
    "Give a text, or a template.",
  ),
  "message-too-long": word(
    "The text needs too many parts",
    "The text is longer than `maxParts` allows.",
    "A long value, or one character outside GSM-7, which halves what a part holds.",
    "Shorten it, raise `maxParts`, or set `optimize`. `sms segments` shows which characters cost.",
  ),
  "compliance-missing": word(
    "The country's registration is missing",
    "The country asks for a registration that this text has not.",
    "India's DLT template or entity is not set; the United States have no origination number.",
    "The `detail` names what is missing; docs/countries.md says where to get it.",
  ),
  "sender-id-not-allowed": word(
    "This sender ID cannot be used there",
    "The country takes no such sender ID, or none at all.",
    "An unregistered sender ID, or one in a country that replaces them.",
    "Leave `senderId` out, or register it; docs/countries.md has each country's rule.",
  ),
  "opted-out": word(
    "The person opted out",
    "Texts of this class may not go to this number.",
    "The person answered STOP, or an operator or another service recorded it.",
    "Send nothing. `sms opt-outs check NUMBER` shows since when and by what; only the person opts in again.",
  ),
  "quiet-hours": word(
    "The person's night, and no morning in time",
    "The text may not go out now, and its deadline ends before it may.",
    "A promotional text in the evening with a short deadline.",
    "Send it earlier in the person's day, or give it a longer deadline.",
  ),
  "deadline-passed": word(
    "The message came too late",
    "Its deadline had passed before it could be sent.",
    "A backlog, a replayed topic, a producer's clock that is wrong.",
    "Look at sms_queue_age_seconds and at the event's `ce_time`; publish it again if it still matters.",
  ),
  "frequency-capped": word(
    "The person got enough texts",
    "The number reached the cap of its class or template.",
    "SMS_LIMITS allows so many an hour, day or week.",
    "Wait, or raise the cap in the `recipient` part of SMS_LIMITS.",
  ),
  "otp-refused": word(
    "No code is sent now",
    "The limits of one-time codes hold this code back; an earlier one still works.",
    "The last text is too recent, the day's are used up, too many wrong codes, or a range that looks pumped.",
    "Wait as long as `Retry-After` says. docs/one-time-codes.md explains each limit.",
  ),
  "spend-limit-reached": word(
    "The budget is used up",
    "The text would cost more than a limit leaves.",
    "The month's, day's, class's, country's or caller's limit in SMS_LIMITS.",
    "`sms spend` shows each limit and when it is filled again.",
  ),
  "gateway-rejected": word(
    "The provider refuses this text",
    "The provider answered that it will never take this text.",
    "A number it blocks, a sender it does not know, an attribute it refuses.",
    "The `detail` has the provider's code; mend what it names.",
  ),
  "gateway-unavailable": word(
    "The provider took nothing in time",
    "The provider could not be reached, or refused everything, until the deadline.",
    "An outage, throttling, credentials that expired.",
    "Look at /readyz and sms_breaker_open; publish the event again if it still matters.",
  ),
  "outcome-unknown": word(
    "Nobody knows whether the text went out",
    "The provider's answer was lost after the text may have left; it is not sent again.",
    "A cut connection, or a process that died, while sending.",
    "`sms in-doubt list`; look at the provider's own log, then `sms in-doubt resolve ID --as sent|failed`.",
  ),
  cancelled: word(
    "Somebody cancelled it",
    "The text was waiting, and was taken back.",
    "An operator or a caller cancelled it, or its campaign.",
    "Nothing, or send it anew.",
  ),
  "internal-error": word(
    "A fault of the service itself",
    "The service failed on this message; nothing was sent for it.",
    "A defect.",
    "The log has the error with its stack beside the message's id; report it.",
  ),
  "identity-conflict": word(
    "Another event used this identity",
    "An event with the same `ce_source` and `ce_id` asked for something else before.",
    "A producer that reuses ids.",
    "Give each event an id of its own.",
  ),
};
