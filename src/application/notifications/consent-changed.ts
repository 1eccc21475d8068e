import { z } from "zod";
import { Instant } from "./instant.js";
import { maybe } from "./left-out.js";

const Words = maybe(z.string().max(2_000));

/** The proof of a choice; kept sealed. */
const Evidence = z.object({
  /** The exact words that the person saw. */
  disclosure: Words,
  /** The person's act: ticked, replied, signed. */
  action: maybe(z.string().max(200)),
  /** Address of the page or form. */
  where: Words,
  by: maybe(z.string().max(200)),
  ip: maybe(z.string().max(60)),
  userAgent: maybe(z.string().max(500)),
});

/** `consent.changed`, and the body of `POST /v1/opt-outs`: a person's choice. */
export const consentChanged = {
  topic: "consent.changed",
  schema: z.object({
    to: z.string().max(200),
    class: maybe(z.enum(["promotional", "transactional", "otp", "all"])),
    choice: z.enum(["opt-in", "opt-out"]),
    at: maybe(Instant),
    evidence: maybe(Evidence),
  }),
} as const;

export type ConsentChanged = z.output<typeof consentChanged.schema>;
