import { fileTrouble } from "../../domain/file-trouble.js";
import { parse } from "yaml";
import { z } from "zod";
import { noMinusZero } from "../../application/notifications/no-minus-zero.js";
import { schemaFaults } from "../../application/notifications/schema-fault.js";
import {
  defaultOtpPolicies,
  defaultOtpPolicy,
  longestValidityMinutes,
  type OtpPolicies,
  type OtpPolicy,
} from "../../domain/otp/otp-policy.js";
import { webHostFault } from "../../domain/otp/web-host-fault.js";
import { defaultPumpingGuard, type PumpingGuard, type PumpingThreshold } from "../../domain/otp/pumping-guard.js";
import { countryCode } from "./country-code.js";
import { readText } from "./read-text.js";

const whole = (least: number, most: number) => noMinusZero(z.int().min(least).max(most));
const list = <Item extends z.ZodType>(item: Item) => z.array(item).min(1);

/** One purpose; a field that is left out has its default (docs/one-time-codes.md). */
const Purpose = z.strictObject({
  length: whole(4, 10).optional(),
  alphabet: z.enum(["numeric", "alphanumeric"]).optional(),
  validityMinutes: whole(1, 15).optional(),
  attempts: whole(1, 10).optional(),
  coolDownSeconds: list(whole(1, 86_400)).max(10).optional(),
  sendsPerWindow: whole(1, 100).optional(),
  windowMinutes: whole(1, 1_440).optional(),
  sendsPerDay: whole(1, 100).optional(),
  failuresPerDay: whole(1, 1_000).optional(),
  countries: list(countryCode).optional(),
  numberTypes: list(z.string().regex(/^[A-Z_]+$/u, "must be a type such as MOBILE")).optional(),
  template: z.string().min(1).optional(),
  requireVerificationId: z.boolean().optional(),
  anyCaller: z.boolean().optional(),
  webHost: z
    .string()
    .superRefine((given, context) => {
      const message = webHostFault(given);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .optional(),
  retrieverHash: z
    .string()
    .regex(/^[A-Za-z0-9+/]{11}$/u, "must be the app's 11 characters")
    .optional(),
});

const Threshold = z.strictObject({
  kind: z.enum(["prefix", "block", "caller"]),
  dropDigits: whole(0, 12).optional(),
  windowMinutes: whole(1, 1_440).default(60),
  minSent: whole(1, 1_000_000).default(50),
  minVerifiedPercent: whole(0, 100).default(10),
});

const File = z.strictObject({
  purposes: z
    .record(z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/u, "must be up to 40 of a-z, 0-9, _ and -"), Purpose)
    .superRefine((purposes, context) => {
      for (const [name, { validityMinutes = 0 }] of Object.entries(purposes))
        if (validityMinutes > longestValidityMinutes(name))
          context.addIssue({
            code: "custom",
            path: [name, "validityMinutes"],
            message: `is at most ${longestValidityMinutes(name)} (NIST SP 800-63B-4)`,
          });
    })
    .default({}),
  pumping: z
    .strictObject({
      thresholds: z.array(Threshold).optional(),
      allow: z
        .array(
          z.string().regex(/^(\+\d{1,15}|caller:.+)$/u, "must be the beginning of a number, +9198, or caller:NAME"),
        )
        .default([]),
    })
    .optional(),
});

/** Every fault of a file of policies at once, each with its place. */
export class InvalidOtpPolicies extends Error {
  override readonly name = "InvalidOtpPolicies";
}

export interface OtpSettings {
  readonly policies: OtpPolicies;
  readonly guard: PumpingGuard;
}

export const defaultOtpSettings: OtpSettings = { policies: defaultOtpPolicies, guard: defaultPumpingGuard };

const policyOf = (purpose: string, given: z.infer<typeof Purpose>): OtpPolicy => {
  const { validityMinutes, coolDownSeconds, windowMinutes, countries, numberTypes, ...same } = given;
  return {
    ...defaultOtpPolicy(purpose),
    ...(same as Partial<OtpPolicy>),
    ...(validityMinutes === undefined ? {} : { validityMs: validityMinutes * 60_000 }),
    ...(coolDownSeconds === undefined ? {} : { coolDownsMs: coolDownSeconds.map((seconds) => seconds * 1_000) }),
    ...(windowMinutes === undefined ? {} : { windowMs: windowMinutes * 60_000 }),
    ...(countries === undefined ? {} : { countries: new Set(countries) }),
    ...(numberTypes === undefined ? {} : { numberTypes: new Set(numberTypes) }),
  };
};

const dropped = { prefix: 6, block: 3, caller: 0 } as const;

const thresholdOf = ({ windowMinutes, dropDigits, ...same }: z.infer<typeof Threshold>): PumpingThreshold => ({
  ...same,
  dropDigits: dropDigits ?? dropped[same.kind],
  windowMs: windowMinutes * 60_000,
});

const fail = (path: string, faults: readonly string[]): never => {
  throw new InvalidOtpPolicies(
    `The policies of one-time codes in ${path} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
  );
};

const parsed = (path: string): unknown => {
  try {
    return parse(readText(path)) ?? {};
  } catch (error) {
    return fail(path, [fileTrouble(path, error)]);
  }
};

/**
 * Reads a file of policies (YAML, or JSON, which is YAML): new purposes, other values for the shipped ones, and the
 * pumping guard. Throws `InvalidOtpPolicies` naming every fault with its place.
 */
export const readOtpPolicies = (path: string): OtpSettings => {
  const checked = File.safeParse(parsed(path), { reportInput: true });
  if (!checked.success)
    return fail(
      path,
      schemaFaults(checked.error.issues, "the file").map(
        ({ path: place, says }) => `${place.map(String).join(".") || "the file"}: ${says}`,
      ),
    );
  const { purposes, pumping } = checked.data;
  const own = Object.entries(purposes).map(([purpose, given]) => [purpose, policyOf(purpose, given)] as const);
  return {
    policies: new Map([...defaultOtpPolicies, ...own]),
    guard: {
      thresholds: pumping?.thresholds?.map(thresholdOf) ?? defaultPumpingGuard.thresholds,
      allow: pumping?.allow ?? [],
    },
  };
};
