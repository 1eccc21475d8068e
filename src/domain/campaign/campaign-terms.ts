import type { HoursWindow } from "../country/country-rules.js";
import type { PauseRule } from "./pause-rule.js";
import type { VariantShare } from "./variant-of.js";

/** One of the texts of a campaign; a variant's text goes to its share of the recipients. */
export interface CampaignText {
  readonly text?: string | undefined;
  /** The name of a template. */
  readonly template?: string | undefined;
}

/** The weekly hours of a campaign; `zone` is IANA, or `recipient` for each recipient's own. */
export interface CampaignWindow {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly days?: readonly string[] | undefined;
}

/** The request, which never changes once the campaign exists. */
export interface CampaignDefinition extends CampaignText {
  readonly campaignId: string;
  readonly name: string;
  readonly uploadId: string;
  /** SHA-256 of the checked file. */
  readonly hash: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly class: "promotional" | "transactional";
  readonly locale?: string | undefined;
  readonly window?: CampaignWindow | undefined;
  readonly weight: number;
  /** Texts a second, over all workers. */
  readonly rate?: number | undefined;
  readonly variants: readonly (VariantShare & CampaignText)[];
  readonly pauseOn: PauseRule;
  readonly reference?: string | undefined;
  /** The asker: the name of a key, or an event's source. */
  readonly caller: string;
}

/** The terms that a person may still change, and those that the start fixed. */
export interface CampaignTerms {
  /** RFC 3339. */
  readonly startAt?: string | undefined;
  readonly endAt?: string | undefined;
  readonly budgetMicros?: number | undefined;
  /** Versions of its templates, pinned when it started. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
}

const weekDays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The hours of a campaign as rules of quiet hours have them. */
export const hoursOf = ({ days, from, to }: CampaignWindow): readonly HoursWindow[] => [
  {
    days: weekDays.map((day) => days === undefined || days.includes(day)),
    start: minutesOf(from),
    end: minutesOf(to),
  },
];
