import { z } from "zod";
import { nearestName } from "../../domain/nearest-name.js";
import { isKnownCountry } from "../../domain/phone/is-known-country.js";

/** A whole number, as environments write one. */
export const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));

export const list = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

export const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, {
    error: ({ input }) => {
      const nearest = typeof input === "string" ? nearestName(input, values) : undefined;
      return `must be one of ${values.join(", ")}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
    },
  });

export const someOne = "must name at least one";

export const leastSecretBytes = 32;
export const isSecret = (value: string): boolean => Buffer.byteLength(value) >= leastSecretBytes;
export const makeOne = `must be at least ${leastSecretBytes} bytes; make one with: openssl rand -base64 48`;

export const country = z.string().refine(isKnownCountry, "must be an ISO 3166-1 alpha-2 code such as IN");
export const policy = choice(["resend-once", "never-resend"]);
export const yesNo = choice(["true", "false"]).transform((value) => value === "true");
export const url = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

export const senderId = z
  .string()
  .regex(/^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/, "must be 3 to 11 letters, digits or hyphens, at least one letter");
