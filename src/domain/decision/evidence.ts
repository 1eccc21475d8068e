import type { CountryRule } from "../country/country-rules.js";
import type { RecipientZones } from "../country/recipient-zones.js";
import type { PhoneNumber } from "../phone/phone-number.js";
import type { Segments } from "../text/segments.js";
import type { Edit, Span } from "../text/text.js";
import type { Money } from "./send-plan.js";
import type { TraceEntry } from "./trace.js";

/** Each check's finding, by the check's name, in the order in which `decide` makes them. */
export interface Evidence {
  number: Numbered;
  /** undefined: there is no text. */
  content: Content | undefined;
  encoding: Spelled | undefined;
  /** null: unknown. */
  price: Money | null;
  destination: Verdict;
  sender: Sender;
  templateRules: Registration;
  promotion: Verdict;
  optOut: Verdict;
  reach: Verdict;
  timing: Timing;
  frequency: Verdict;
  spend: Verdict;
}

/** The verdict of a check that finds nothing for later ones; undefined: the check did not apply. */
type Verdict = TraceEntry["verdict"] | undefined;

/** Facts that follow from the number. */
export interface Numbered extends RecipientZones {
  /** undefined: it is no number. */
  readonly to: PhoneNumber | undefined;
  readonly country: string | undefined;
  /** The number in the form that may be shown. */
  readonly shown: string;
  /** The rule on record for the country. */
  readonly rule: CountryRule;
}

/** The text as asked for. */
export interface Content {
  readonly text: string;
  /** Positions of the values that must stay as they are. */
  readonly wholeSpans: readonly Span[];
  /** Variables as the text writes them. */
  readonly values: ReadonlyMap<string, string>;
  /** Changes made to values. */
  readonly edits: readonly Edit[];
  /** The template's text that was taken. */
  readonly locale: string | undefined;
}

/** The text as it goes on the wire. */
export interface Spelled {
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly segments: Segments;
}

/** The sender of the text. */
export interface Sender {
  readonly senderId: string | undefined;
  readonly originationNumber: string | undefined;
}

/** The registration that India's local route demands with each text. */
export interface Registration {
  readonly entityId: string | undefined;
  readonly templateId: string | undefined;
}

export interface Timing {
  readonly deadline: Date;
  /** The instant (epoch ms) at which the text may go; the decision's own instant where nothing holds it. */
  readonly until: number;
}
