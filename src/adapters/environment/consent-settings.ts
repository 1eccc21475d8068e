import { z } from "zod";
import { setting } from "./setting.js";
import { list, whole } from "./setting-rules.js";

/** Replies and opt-outs. */
export const consentSettings = {
  SMS_OPT_OUT_SYNC_MINUTES: setting({
    rule: whole(0, 10_080),
    otherwise: "60 with sns, never with the simulator",
    does: "how often AWS's own opt-out list is read whole; 0 never (docs/consent.md)",
  }),
  SMS_INBOUND_TOPIC_ARNS: setting({
    rule: list.pipe(
      z.array(
        z.string().regex(/^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(?:\.fifo)?$/, "each is the ARN of an SNS topic"),
      ),
    ),
    otherwise: "none",
    does: "SNS topics that may call `/v1/inbound/sns` and `/v1/receipts/sns`, comma-separated",
  }),
  SMS_CONSENT_WORDS: setting({
    rule: z.string(),
    otherwise: "the shipped lists",
    does: "file of the words by which people stop, resume and ask, and of your own commands (docs/consent.md)",
  }),
};
