import { fileTrouble } from "../../domain/file-trouble.js";
import { z } from "zod";
import { noMinusZero } from "../../application/notifications/no-minus-zero.js";
import { type SchemaFault, schemaFaults } from "../../application/notifications/schema-fault.js";
import type { Limits } from "../../application/ports/limits.js";
import { isTimeZone } from "../../domain/time-zone.js";
import { noMoneyLimits, type PeriodLimits } from "../../domain/money/money-limits.js";
import { countryCode } from "./country-code.js";
import { noLimits } from "./no-limits.js";
import { readText } from "./read-text.js";
import { readYaml } from "./yaml-content.js";

/** Counted in whole micro-USD, which JSON and Redis hold exactly up to here. */
const mostDollars = 90_000_000;
const dollars = noMinusZero(
  z
    .number("must be an amount in USD, such as 100.00")
    .min(0, "must not be negative")
    .max(mostDollars, `must be at most ${mostDollars}`),
)
  .refine((given) => Math.abs(given * 1e6 - Math.round(given * 1e6)) < 1e-3, "has at most six digits after the point")
  .transform((given) => Math.round(given * 1e6));
const texts = z.int("must be a whole number of texts").min(1).max(1_000);

const periods = z.strictObject({ month: dollars.optional(), day: dollars.optional() });
const windows = z.strictObject({
  minute: texts.optional(),
  hour: texts.optional(),
  day: texts.optional(),
  week: texts.optional(),
});
const percent = z
  .string("must be a share such as 10%")
  .regex(/^(?:\d{1,2}(?:\.\d{1,2})?|100)%$/u, "must be a share from 0% to 100%, such as 10%")
  .transform((given) => Number(given.slice(0, -1)) / 100);

const File = z.strictObject({
  money: z
    .strictObject({
      zone: z.string().refine(isTimeZone, "must be an IANA time zone such as Asia/Kolkata").optional(),
      month: dollars.optional(),
      day: dollars.optional(),
      class: z
        .strictObject({ otp: periods.optional(), transactional: periods.optional(), promotional: periods.optional() })
        .optional(),
      country: z.record(countryCode, periods).optional(),
      caller: z.record(z.string().min(1).max(100), periods).optional(),
      otpReserve: percent.optional(),
      unpriced: z.enum(["refuse", "allow", "highest"], "must be refuse, allow or highest").optional(),
    })
    .optional(),
  recipient: z
    .strictObject({
      transactional: windows.optional(),
      promotional: windows.optional(),
      otp: windows.optional(),
      deadNumbers: z.enum(["warn", "refuse"], "must be warn or refuse").optional(),
      template: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/u, "must be a template's name"), windows).optional(),
    })
    .optional(),
  otp: z.strictObject({ hour: z.int("must be a whole number of codes").min(1).max(10_000_000).optional() }).optional(),
});

type Given = z.output<typeof File>;

/** Every fault of a file of limits at once, each with its line. */
export class InvalidLimits extends Error {
  override readonly name = "InvalidLimits";
  readonly faults: readonly string[];

  constructor(path: string, faults: readonly string[]) {
    super(`The limits in ${path} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

/** A record of some names as a map of those that are given. */
const byName = <Name extends string, Value>(of: { readonly [One in Name]?: Value | undefined } = {}) =>
  new Map(Object.entries(of).flatMap(([name, value]) => (value === undefined ? [] : [[name as Name, value as Value]])));

/** A month that is smaller than a day of it is a mistake of the file, and so is a share of nothing. */
const faultsBetween = ({ money = {} }: Given): readonly Pick<SchemaFault, "path" | "says">[] => {
  const all: readonly (readonly [readonly string[], PeriodLimits])[] = [
    [[], money],
    ...(["class", "country", "caller"] as const).flatMap((kind) =>
      [...byName<string, PeriodLimits>(money[kind])].map(([name, of]) => [[kind, name], of] as const),
    ),
  ];
  return [
    ...all.flatMap(([path, { day, month }]) =>
      day !== undefined && month !== undefined && day > month
        ? [{ path: ["money", ...path, "day"], says: "is more than the month's limit" }]
        : [],
    ),
    ...(money.otpReserve !== undefined && money.month === undefined && money.day === undefined
      ? [{ path: ["money", "otpReserve"], says: "is a share of month and day; set one of them" }]
      : []),
  ];
};

const limitsOf = ({ money = {}, otp = {}, recipient = {} }: Given): Limits => {
  const { deadNumbers = noLimits.deadNumbers, template, ...classes } = recipient;
  return {
    money: {
      zone: money.zone ?? noMoneyLimits.zone,
      month: money.month,
      day: money.day,
      class: byName(money.class),
      country: byName(money.country),
      caller: byName(money.caller),
      otpReserve: money.otpReserve ?? 0,
    },
    recipient: { class: byName(classes), template: byName(template) },
    deadNumbers,
    otpPerHour: otp.hour,
    unpriced: money.unpriced,
  };
};

/** Reads a file of limits, YAML; one that is empty is `noLimits`. Throws `InvalidLimits` naming every fault with its line. */
export const readLimits = (path: string): Limits => {
  const content = read(path);
  const yaml = readYaml(content);
  if ("faults" in yaml)
    throw new InvalidLimits(
      path,
      yaml.faults.map(({ line, message }) => `line ${line}: ${message}`),
    );
  if (yaml.value === null) return noLimits;
  const parsed = File.safeParse(yaml.value, { reportInput: true });
  const issues = parsed.success ? faultsBetween(parsed.data) : schemaFaults(parsed.error.issues, "the file");
  if (issues.length > 0)
    throw new InvalidLimits(
      path,
      issues.map(({ path: at, says }) => `line ${yaml.lineOf(at)}: ${at.map(String).join(".") || "the file"}: ${says}`),
    );
  return limitsOf(parsed.data!);
};

const read = (path: string): string => {
  try {
    return readText(path);
  } catch (error) {
    throw new InvalidLimits(path, [fileTrouble(path, error)]);
  }
};

/** Every fault of a file of limits; empty where it can be used. */
export const limitsFaults = (path: string): readonly string[] => {
  try {
    readLimits(path);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidLimits)) throw error;
    return error.faults;
  }
};
