import { longestPrefix } from "../phone/digit-trie.js";
import type { CountryRules } from "./country-rules.js";
import { timeZone } from "../time-zone.js";

/** The time zones a recipient may be in. */
export interface RecipientZones {
  /** The IANA zones that hours must suit at once. */
  readonly zones: readonly string[];
  /** The zone whose clock a text shows; undefined: nobody knows. */
  readonly clock: string | undefined;
  /** `main`: only the zone where most people with such a number live. */
  readonly from: "number" | "person" | "main";
}

const none: readonly string[] = [];

/** One list for each zone, always the same object, because quiet hours remember results by it. */
const alone = new Map<string, readonly string[]>();

const onlyOf = (zone: string): readonly string[] => {
  const list = alone.get(zone) ?? [zone];
  alone.set(zone, list);
  return list;
};

/**
 * The zones of a number (E.164) whose owner's zone may be known (`given`, IANA). Where the number has several zones and
 * the owner's is one of them, that one counts alone. Else hours must suit all zones, and texts show the clock of the
 * main one.
 */
export const recipientZones = (
  rules: Pick<CountryRules, "zones" | "mainZones">,
  e164: string,
  given: string | undefined,
): RecipientZones => {
  const zones = longestPrefix(rules.zones, e164, 1) ?? none;
  const own = given === undefined ? undefined : timeZone(given);
  if (own !== undefined) {
    const within = zones.find((zone) => timeZone(zone) === own);
    return { zones: zones.length > 1 && within !== undefined ? onlyOf(within) : zones, clock: own, from: "person" };
  }
  if (zones.length < 2) return { zones, clock: zones[0], from: "number" };
  const main = longestPrefix(rules.mainZones, e164, 1);
  return { zones, clock: main !== undefined && zones.includes(main) ? main : zones[0], from: "main" };
};
