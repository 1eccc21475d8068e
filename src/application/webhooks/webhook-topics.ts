/** The topics a receiver can be told of; a delivery's `type` is its topic. */
export const webhookTopics = [
  ...["sms.sent", "sms.failed", "sms.deferred", "sms.delivered", "sms.undelivered"],
  ...["otp.verified", "otp.exhausted", "sms.budget_warning", "webhook.disabled"],
] as const;
