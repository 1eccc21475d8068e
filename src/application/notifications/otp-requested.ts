import { z } from "zod";
import { defineNotification } from "./notification.js";
import { maybe, needed } from "./left-out.js";

/** `otp.requested`: a code for a purpose that has a policy; made when its text is about to be sent, never in the event. */
export const otpRequested = defineNotification({
  topic: "otp.requested",
  schema: z.object({
    to: z.string(),
    purpose: needed(z.string().min(1).max(40)),
    locale: maybe(z.string().max(35)),
    verificationId: maybe(z.uuid("must be a UUID, or be left out")),
  }),
  messages: ({ to, purpose, locale, verificationId }) => [
    { recipient: "recipient", to, locale, class: "otp", content: { kind: "code", purpose, verificationId } },
  ],
});
