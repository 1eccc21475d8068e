import { z } from "zod";
import { Instant } from "./instant.js";
import { maybe } from "./left-out.js";

/** `sms.received`, and the body of `POST /v1/inbound`: a text that somebody sent to us. */
export const smsReceived = {
  topic: "sms.received",
  schema: z.object({
    from: z.string().max(200),
    to: maybe(z.string().max(200)),
    text: z.string().max(20_000),
    at: maybe(Instant),
    /** The provider's id of this text: a text told twice counts once. */
    inboundId: z.string().min(1).max(200),
    provider: maybe(z.string().min(1).max(40)),
  }),
} as const;

export type SmsReceived = z.output<typeof smsReceived.schema>;
