import { z } from "zod";

const sourced = {
  countries: z.array(z.string().regex(/^[A-Z]{2}$/u)).min(1),
  says: z.string().min(1),
  source: z.string().min(1),
  asOf: z.iso.date(),
};

const pattern = z.string().refine((source) => {
  try {
    return new RegExp(source, "u") !== undefined;
  } catch {
    return false;
  }
}, "is no regular expression");

const plain = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), ...sourced });
const matching = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), ...sourced, pattern });

/** data/country-requirements.json: a country's demands beyond sender IDs and hours; `says` completes a trace. */
export const Requirements = z.array(
  z.discriminatedUnion("kind", [
    plain("dedicated-number"),
    plain("registered-sender"),
    plain("scam-label"),
    plain("approved-templates"),
    plain("sender-replaced"),
    plain("opt-out-words"),
    matching("sender-format"),
    matching("promotional-sender"),
    z.strictObject({
      kind: z.literal("dlt"),
      ...sourced,
      regions: z.array(z.string()).min(1),
    }),
  ]),
);

export type Requirement = z.infer<typeof Requirements>[number];
