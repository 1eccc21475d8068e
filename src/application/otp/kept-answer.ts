import type { OtpAnswer } from "./otp-answers.js";

const isAnswer = (value: unknown): value is OtpAnswer =>
  typeof value === "object" &&
  value !== null &&
  (["verificationId", "to", "expiresAt", "resendAt"] as const).every(
    (name) => typeof (value as Partial<Record<string, unknown>>)[name] === "string",
  ) &&
  "segments" in value &&
  (value.segments === null || typeof value.segments === "number");

/** The first answer to a request for a code, as it was kept for its repeats. Throws where it is none. */
export const keptAnswer = (kept: string): OtpAnswer => {
  const value: unknown = JSON.parse(kept);
  if (!isAnswer(value))
    throw new TypeError("What is kept for this Idempotency-Key is no answer to a request for a code");
  return value;
};
