import { defineNotification } from "./notification.js";
import { smsRequested } from "./sms-requested.js";

const { reference, schema } = smsRequested;

/** `sms.requested.promotional`: the same payload, always promotional; doors publish promotional requests there. */
export const smsRequestedPromotional = defineNotification({
  topic: "sms.requested.promotional",
  identifiedAs: smsRequested.topic,
  schema,
  ...(reference === undefined ? {} : { reference }),
  messages: (payload) => smsRequested.messages({ ...payload, class: "promotional" }),
});
