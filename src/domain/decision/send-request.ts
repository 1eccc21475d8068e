import type { HoursWindow } from "../country/country-rules.js";
import type { MessageClass } from "../message-class.js";
import type { PhoneNumberFault, ValidNumber } from "../phone/phone-number.js";

/** One requested text: the input of `decide`. Strings are as given; only the number is parsed. */
export interface SendRequest {
  /** The recipient's number as it was given. */
  readonly to: string;
  /** `to`, parsed once where the request came in, and carried from there. */
  readonly number: ValidNumber | PhoneNumberFault;
  readonly content: TextContent | TemplateContent;
  /** Default: the template's class, else transactional. */
  readonly class?: MessageClass | undefined;
  /** BCP 47, such as `en-IN`; falls back to its language, then to `en`. */
  readonly locale?: string | undefined;
  /** The recipient's IANA zone, where it is known better than by the number. */
  readonly timeZone?: string | undefined;
  readonly senderId?: string | undefined;
  /** Shorten to `maxParts` instead of refusing. */
  readonly optimize?: boolean | undefined;
  /** Upper bound of parts; default: the template's, else 10. */
  readonly maxParts?: number | undefined;
  /** Smart encoding; default: on for templates without DLT text, off for raw text. */
  readonly smartEncoding?: boolean | undefined;
  /** Not before this instant. */
  readonly sendAt?: Date | undefined;
  /** When it was asked for (the event's time): deadlines count from here, or from `sendAt` where that is later. */
  readonly requestedAt: Date;
  /** Not after this instant, however long its class, its template or `sendAt` would allow. */
  readonly notAfter?: Date | undefined;
  /** Hours of the sender's own, beside the country's; `zones`: IANA, undefined for the recipient's own. */
  readonly hours?: OwnHours | undefined;
  /** Last line of the text, added after rendering and never shortened: WebOTP's `@host #code`, an SMS Retriever hash. */
  readonly lastLine?: string | undefined;
}

/** When a text of a campaign is asked for: once its own hours allow it; now, where they do or never will. */
export interface SendTime {
  readonly at: Date | undefined;
  readonly hours: OwnHours;
}

/** Weekly hours in which a text may go, by whoever sends it. */
export interface OwnHours {
  readonly windows: readonly HoursWindow[];
  readonly zones: readonly string[] | undefined;
  /** One sentence for a person. */
  readonly says: string;
}

export interface TextContent {
  readonly kind: "text";
  readonly text: string;
}

export interface TemplateContent {
  readonly kind: "template";
  readonly template: string;
  /** snake_case names, checked and formatted by the template's own declaration. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Variables that the template can do without and this text cannot. */
  readonly needs?: readonly string[] | undefined;
  /** Optional variables that are left out where their values cannot be shown, rather than the text refused. */
  readonly spares?: readonly string[] | undefined;
}
