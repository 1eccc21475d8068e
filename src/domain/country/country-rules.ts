import type { DigitTrie } from "../phone/digit-trie.js";
import type { MessageClass } from "../message-class.js";

/** A rule that is data: its name in a trace, its sentence, its source and the day the source was read. */
export interface Rule {
  /** `dedicated-number/US` */
  readonly id: string;
  /** One sentence for a person. */
  readonly says: string;
  readonly source: string;
  /** ISO 8601 date. */
  readonly asOf: string;
}

/**
 * The fate of a sender ID: `allowed` as it is; `registered` ones only; `replaced` by something else; `none` where the
 * country knows no sender IDs.
 */
export interface SenderRule extends Rule {
  readonly support: "allowed" | "registered" | "replaced" | "none";
}

/** A rule that a sender ID must match. */
export interface SenderPattern extends Rule {
  readonly pattern: RegExp;
}

/** India's DLT: binds texts that go by the local route. */
export interface DltRule extends Rule {
  /** AWS regions with a local route. */
  readonly regions: readonly string[];
}

/** A weekly window of local time, `start` included and `end` excluded, in minutes after midnight. */
export interface HoursWindow {
  /** By `Date.getUTCDay`: Sunday first. */
  readonly days: readonly boolean[];
  readonly start: number;
  readonly end: number;
}

/** The hours in which some classes of text may arrive. */
export interface HoursRule extends Rule {
  readonly classes: ReadonlySet<MessageClass>;
  /** IANA zones that hold for every number of the country; undefined: the recipient's own. */
  readonly zones: readonly string[] | undefined;
  /** undefined: the country is known to have no such hours. */
  readonly windows: readonly HoursWindow[] | undefined;
  /** Public holidays are quiet too; no calendar of them is kept here. */
  readonly holidays: boolean;
}

/** Everything on record about one country; a missing field is unknown. */
export interface CountryRule {
  readonly sender?: SenderRule | undefined;
  readonly hours?: HoursRule | undefined;
  readonly dlt?: DltRule | undefined;
  /** Texts come from a dedicated number or not at all. */
  readonly dedicatedNumber?: Rule | undefined;
  /** A text without a sender ID of the operator's own does harm. */
  readonly registeredSender?: Rule | undefined;
  /** An unregistered sender ID is shown as a likely scam. */
  readonly scamLabel?: Rule | undefined;
  /** Only texts that were approved beforehand get through. */
  readonly approvedTemplates?: Rule | undefined;
  /** A promotional text says how to stop more of them. */
  readonly optOutWords?: Rule | undefined;
  readonly senderFormat?: SenderPattern | undefined;
  readonly promotionalSender?: SenderPattern | undefined;
}

/** Country rules as data, each with an id, a source and a date. */
export interface CountryRules {
  /** Date of the newest rule. */
  readonly asOf: string;
  /** By ISO 3166-1 alpha-2. */
  readonly countries: ReadonlyMap<string, CountryRule>;
  /** IANA zones by the digits of E.164 without `+`; the longest prefix counts. */
  readonly zones: DigitTrie<readonly string[]>;
  /** By the same digits: the zone where most people with such a number live. */
  readonly mainZones: DigitTrie<string>;
}
