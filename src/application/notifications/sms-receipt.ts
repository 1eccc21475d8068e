import { z } from "zod";
import { Instant } from "./instant.js";
import { maybe } from "./left-out.js";
import { noMinusZero } from "./no-minus-zero.js";

/** `sms.receipt`, and the body of `POST /v1/receipts`: a provider's word on a text. */
export const smsReceipt = {
  topic: "sms.receipt",
  schema: z.object({
    provider: z.string().regex(/^[\w.-]{1,40}$/u, "must be 1 to 40 letters, digits, dots, underscores or hyphens"),
    providerMessageId: z.string().regex(/^[\x21-\x7e]{1,200}$/u, "must be 1 to 200 visible ASCII characters"),
    messageId: maybe(z.uuid("must be a UUID, or be left out")),
    status: z.enum(["carrier-accepted", "delivered", "undelivered", "unknown"]),
    at: Instant,
    providerResponse: maybe(z.string().max(500)),
    carrier: maybe(z.string().max(64)),
    parts: maybe(z.int().min(1).max(999)),
    actualCost: maybe(z.object({ micros: noMinusZero(z.int().min(0).max(1_000_000_000)), currency: z.literal("USD") })),
  }),
} as const;

export type SmsReceipt = z.output<typeof smsReceipt.schema>;
