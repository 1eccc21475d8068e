import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { schemaFaults } from "../../application/notifications/schema-fault.js";
import type {
  CountryRule,
  CountryRules,
  HoursRule,
  HoursWindow,
  SenderRule,
} from "../../domain/country/country-rules.js";
import { digitTrieOf } from "../../domain/phone/digit-trie.js";
import { type Requirement, Requirements } from "./requirements.js";
import { Compliance, days, MainZones, PhoneZones, SenderSupport } from "./rule-schemas.js";

/** Every fault of the rule files at once, each with its file and place. */
export class InvalidRules extends Error {
  override readonly name = "InvalidRules";
}

/** `sun-thu` as seven flags, Sunday first; a range may pass the week's end. */
const daysOf = (range: string): readonly boolean[] => {
  const [first, last] = range.split("-").map((name) => days.indexOf(name)) as [number, number];
  return days.map((_, index) => (first <= last ? index >= first && index <= last : index >= first || index <= last));
};

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

type Hours = z.infer<typeof Compliance>["quietHours"][number];

const hoursRule = ({ iso2, timezone, appliesTo, allowed, holidays, sources }: Hours, asOf: string): HoursRule => {
  const windows: readonly HoursWindow[] | undefined = allowed?.map((window) => ({
    days: daysOf(window.days),
    start: minutesOf(window.start),
    end: minutesOf(window.end),
  }));
  const spoken = allowed?.map((window) => `${window.days} ${window.start}-${window.end}`).join(", ");
  return {
    id: `quiet-hours/${iso2}`,
    says: spoken === undefined ? `${iso2} has no statutory hours` : `promotional texts to ${iso2} arrive ${spoken}`,
    source: sources[0]!,
    asOf,
    classes: new Set((["otp", "transactional", "promotional"] as const).filter((of) => appliesTo.includes(of))),
    zones: timezone === "recipient-local" ? undefined : [timezone],
    windows,
    holidays: holidays !== undefined && holidays !== false,
  };
};

const supports = { yes: "allowed", registration: "registered", no: "none" } as const;
const said = {
  yes: (name: string) => `${name} shows sender IDs`,
  registration: (name: string) => `${name} shows registered sender IDs only`,
  no: (name: string) => `${name} knows no sender IDs`,
} as const;

type Support = z.infer<typeof SenderSupport>;

const senderRule = (
  { country: name, iso2, senderId }: Support["countries"][number],
  { source, asOf }: Support,
): SenderRule => ({ id: `sender/${iso2}`, says: said[senderId](name), source, asOf, support: supports[senderId] });

const fields = {
  "dedicated-number": "dedicatedNumber",
  "registered-sender": "registeredSender",
  "scam-label": "scamLabel",
  "approved-templates": "approvedTemplates",
  "opt-out-words": "optOutWords",
  "sender-format": "senderFormat",
  "promotional-sender": "promotionalSender",
  "sender-replaced": "sender",
  dlt: "dlt",
} as const satisfies Record<Requirement["kind"], keyof CountryRule>;

const requirementRule = ({ kind, countries: _, ...rest }: Requirement, iso2: string): Partial<CountryRule> => ({
  [fields[kind]]: {
    id: `${kind}/${iso2}`,
    ...rest,
    ...("pattern" in rest ? { pattern: new RegExp(rest.pattern, "u") } : {}),
    ...(kind === "sender-replaced" ? { support: "replaced" } : {}),
  },
});

/** Prefixes with the same zones share one list, because `quietHours` remembers results by it. */
const zonesOf = ({ zones, prefixes }: z.infer<typeof PhoneZones>) => {
  const lists = new Map<string, readonly string[]>();
  return digitTrieOf(
    Object.entries(prefixes).map(([prefix, indexes]) => {
      const key = indexes.join();
      const list = lists.get(key) ?? indexes.map((index) => zones[index]!);
      lists.set(key, list);
      return [prefix, list] as const;
    }),
  );
};

const read = <Shape>(dir: string, file: string, schema: z.ZodType<Shape>, faults: string[]): Shape => {
  try {
    const checked = schema.safeParse(JSON.parse(readFileSync(join(dir, file), "utf8")), { reportInput: true });
    if (checked.success) return checked.data;
    faults.push(
      ...schemaFaults(checked.error.issues, "the file").map(({ path, says }) => `${file}: ${path.join(".")}: ${says}`),
    );
  } catch (error) {
    faults.push(`${file}: ${(error as Error).message}`);
  }
  return undefined as never;
};

/**
 * Reads the country rules of a directory: sender-id-support.json, country-requirements.json, compliance-rules.json,
 * phone-zones.json and main-zones.json. Throws `InvalidRules` naming every fault with its file and place.
 */
export const readRules = (dir: string): CountryRules => {
  const faults: string[] = [];
  const support = read(dir, "sender-id-support.json", SenderSupport, faults);
  const requirements = read(dir, "country-requirements.json", Requirements, faults);
  const compliance = read(dir, "compliance-rules.json", Compliance, faults);
  const phoneZones = read(dir, "phone-zones.json", PhoneZones, faults);
  const mainZones = read(dir, "main-zones.json", MainZones, faults);
  if (faults.length > 0)
    throw new InvalidRules(
      `The country rules in ${dir} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    );
  const countries = new Map<string, CountryRule>();
  const add = (iso2: string, rule: Partial<CountryRule>) => countries.set(iso2, { ...countries.get(iso2), ...rule });
  for (const one of support.countries) add(one.iso2, { sender: senderRule(one, support) });
  for (const one of requirements) for (const iso2 of one.countries) add(iso2, requirementRule(one, iso2));
  for (const { territories = [], ...one } of compliance.quietHours) {
    add(one.iso2, { hours: hoursRule(one, compliance.asOf) });
    // The law is the mother country's, the clock the territory's own.
    const there = hoursRule({ ...one, timezone: "recipient-local" }, compliance.asOf);
    for (const iso2 of territories) add(iso2, { hours: there });
  }
  const dates = [
    support.asOf,
    compliance.asOf,
    phoneZones.date,
    mainZones.asOf,
    ...requirements.map(({ asOf }) => asOf),
  ];
  return {
    asOf: dates.sort().at(-1)!,
    countries,
    zones: zonesOf(phoneZones),
    mainZones: digitTrieOf(Object.entries(mainZones.zones)),
  };
};
