import { z } from "zod";
import { maybe } from "./left-out.js";

/** `sms.received`, and the body of `POST /v1/inbound`: a text that somebody sent to us. */
export const smsReceived = {
  topic: "sms.received",
  schema: z.object({
    from: z.string().max(200),
    to: maybe(z.string().max(200)),
    text: z.string().max(20_000),
    at: maybe(z.iso.datetime({ offset: true, error: "must be RFC 3339, such as 2026-11-22T10:00:00Z" })),
    /** The provider's id of this text: a text told twice counts once. */
    inboundId: z.string().min(1).max(200),
    provider: maybe(z.string().min(1).max(40)),
  }),
} as const;

export type SmsReceived = z.output<typeof smsReceived.schema>;
