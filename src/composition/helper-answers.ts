import type { OtpAnswer, SentOtp, VerifiedOtp } from "../application/otp/otp-answers.js";
import type { Accepted, AcceptedAnswer } from "../application/requests/accept-request.js";
import type { FieldFault } from "../application/requests/field-fault.js";
import type { BulkResult, TakenBulk } from "../application/requests/take-bulk.js";
import { SmsRefused } from "./sms-refused.js";

const invalid = (faults: readonly FieldFault[]): SmsRefused =>
  new SmsRefused({
    code: "invalid-event",
    detail: faults.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join("; "),
  });
const conflict = () =>
  new SmsRefused({ code: "idempotency-conflict", detail: "The idempotency key was used with another request" });
const unavailable = (detail: string) => new SmsRefused({ code: "unavailable", detail });

export const acceptedAnswer = (taken: Accepted): AcceptedAnswer => {
  switch (taken.kind) {
    case "accepted":
      return taken.answer;
    case "refused":
      throw new SmsRefused({ code: taken.refusal.reason, detail: taken.refusal.detail });
    case "invalid":
      throw invalid(taken.faults);
    case "conflict":
      throw conflict();
  }
};

export const bulkResults = (taken: TakenBulk): readonly BulkResult[] => {
  if (taken.kind === "accepted") return taken.results;
  throw taken.kind === "invalid" ? invalid(taken.faults) : conflict();
};

export const sentAnswer = (sent: SentOtp): OtpAnswer => {
  switch (sent.kind) {
    case "sent":
      return sent.answer;
    case "held":
      throw new SmsRefused({
        ...{ code: sent.refusal.reason, detail: sent.refusal.detail },
        retryAfterMs: sent.retryAfterMs,
      });
    case "refused":
      throw new SmsRefused({ code: sent.refusal.reason, detail: sent.refusal.detail });
    case "invalid":
      throw invalid(sent.faults);
    case "conflict":
      throw conflict();
    case "unavailable":
      throw unavailable(sent.detail);
  }
};

export const isAccepted = (verdict: VerifiedOtp): boolean => {
  switch (verdict.kind) {
    case "accepted":
      return true;
    case "rejected":
      return false;
    case "invalid":
      throw invalid(verdict.faults);
    case "unavailable":
      throw unavailable(verdict.detail);
  }
};
