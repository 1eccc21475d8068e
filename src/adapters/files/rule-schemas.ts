import { z } from "zod";
import { isJsonObject } from "../../domain/json-object.js";
import { isTimeZone } from "../../domain/time-zone.js";

const country = z.string().regex(/^[A-Z]{2}$/u);
const usual = new Set(Intl.supportedValuesOf("timeZone"));
// Making a format takes half a millisecond, and the files name hundreds of zones; old names are in no list.
const zone = z.string().refine((name) => usual.has(name) || isTimeZone(name), "is no IANA time zone");

/** data/sender-id-support.json */
export const SenderSupport = z.object({
  source: z.string(),
  asOf: z.iso.date(),
  countries: z.array(z.object({ country: z.string(), iso2: country, senderId: z.enum(["yes", "registration", "no"]) })),
});

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/u, "must be a time such as 21:00");
/** In the order of `Date.getUTCDay`. */
export const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const day = days.join("|");

/** data/compliance-rules.json: the fields that are read. */
export const Compliance = z.object({
  asOf: z.iso.date(),
  quietHours: z.array(
    z.object({
      iso2: country,
      timezone: z.union([z.literal("recipient-local"), zone]),
      appliesTo: z.array(z.string()),
      allowed: z
        .array(
          z.object({ days: z.string().regex(new RegExp(`^(?:${day})-(?:${day})$`, "u")), start: clock, end: clock }),
        )
        .nullable(),
      holidays: z.union([z.boolean(), z.string()]).optional(),
      /** Other territories under the same law, each by its local clock. */
      territories: z.array(country).optional(),
      sources: z.array(z.string()).min(1),
    }),
  ),
});

/** data/main-zones.json: by E.164 digits, the zone where most people with such a number live. */
export const MainZones = z.object({ asOf: z.iso.date(), zones: z.record(z.string().regex(/^\d+$/u), zone) });

type Prefixes = Readonly<Record<string, readonly number[]>>;

const faultOf = (prefix: string, indexes: unknown, zones: number): string | undefined => {
  if (!/^\d+$/u.test(prefix)) return "is no prefix of digits";
  if (!Array.isArray(indexes) || indexes.length === 0) return "must be a list of at least one index";
  const isIndex = (index: unknown) => Number.isSafeInteger(index) && Number(index) >= 0 && Number(index) < zones;
  return indexes.every(isIndex) ? undefined : "names a zone that is not listed";
};

/**
 * data/phone-zones.json: `prefixes` are E.164 digits, their values indexes into `zones`. The thousands of them are looked at
 * by hand: a schema for each takes longer than all else that a command does.
 */
export const PhoneZones = z
  .object({
    date: z.iso.date(),
    zones: z.array(zone),
    prefixes: z.custom<Prefixes>(isJsonObject, {
      error: "must be an object of prefixes",
    }),
  })
  .superRefine(({ zones, prefixes }, context) => {
    for (const [prefix, indexes] of Object.entries(prefixes)) {
      const message = faultOf(prefix, indexes, zones.length);
      if (message !== undefined) context.addIssue({ code: "custom", path: ["prefixes", prefix], message });
    }
  });
