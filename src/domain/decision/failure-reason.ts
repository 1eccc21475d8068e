/** Every `reason` a failed message can carry, one word each. */
export const failureReasons = [
  "invalid-event",
  "invalid-phone-number",
  "number-type-not-allowed",
  "destination-not-allowed",
  "template-unknown",
  "template-variables-invalid",
  "message-empty",
  "message-too-long",
  "compliance-missing",
  "sender-id-not-allowed",
  "opted-out",
  "quiet-hours",
  "deadline-passed",
  "frequency-capped",
  "otp-refused",
  "spend-limit-reached",
  "gateway-rejected",
  "gateway-unavailable",
  "outcome-unknown",
  "cancelled",
  "internal-error",
  "identity-conflict",
] as const;

export type FailureReason = (typeof failureReasons)[number];
