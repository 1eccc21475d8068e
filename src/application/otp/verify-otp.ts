import { typedOtpCode } from "../../domain/otp/otp-code.js";
import type { OtpPolicies } from "../../domain/otp/otp-policy.js";
import type { OtpVerdict } from "../../domain/otp/otp-verdict.js";
import { verificationIdOf } from "../../domain/otp/verification-id.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { GuardPumping } from "./guard-pumping.js";
import { notTexts } from "./not-texts.js";
import { faultyVerificationId, type OtpAttempt, type VerifiedOtp } from "./otp-answers.js";
import { otpEvent } from "./otp-event.js";
import type { Clock } from "../ports/clock.js";
import type { OtpMacs } from "../ports/otp-macs.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { ErrorLog } from "../ports/error-log.js";
import type { Log } from "../ports/log.js";
import type { OtpMeters } from "../ports/otp-meters.js";
import type { OtpStore } from "../ports/otp-store.js";

interface VerifyOtpNeeds {
  readonly clock: Clock;
  readonly otpMacs: OtpMacs;
  /** The country of numbers without one. */
  readonly defaultCountry: string;
  readonly errorLog: ErrorLog;
  readonly eventPublisher: Pick<EventPublisher, "publish">;
  readonly guardPumping: Pick<GuardPumping, "verified">;
  readonly hashes: Hashes;
  readonly log: Log;
  readonly otpMeters: OtpMeters;
  readonly otpPolicies: OtpPolicies;
  readonly otpStore: Pick<OtpStore, "verify">;
}

/**
 * Judges one guess with one round trip to the store, right or wrong alike. Never rejects. The answer does not wait
 * for `otp.verified` and `otp.exhausted` to be published.
 */
export type VerifyOtp = (attempt: OtpAttempt) => Promise<VerifiedOtp>;

const invalid = (pointer: string, message: string): VerifiedOtp => ({
  kind: "invalid",
  faults: [{ pointer, message }],
});

export const createVerifyOtp = (needs: VerifyOtpNeeds): VerifyOtp => {
  const { clock, otpMacs, defaultCountry, errorLog, eventPublisher, guardPumping, hashes, log } = needs;
  const { otpMeters, otpPolicies, otpStore } = needs;

  /** Follow-up work runs after the answer, so that right and wrong guesses take equally long. */
  const afterwards = (work: () => Promise<void> | void): void => {
    void clock.sleep(0).then(work);
  };

  const tell = (topic: "otp.verified" | "otp.exhausted", who: string, purpose: string, verificationId: string) =>
    eventPublisher
      .publish(otpEvent({ topic, who, purpose, verificationId, hashes, at: clock.now() }))
      .catch(() => log.warn({ verificationId, topic }, "an event about a code could not be published"));

  return async ({ to, purpose, code, caller, verificationId: givenId }) => {
    const faults = notTexts({ to, purpose, code });
    if (faults.length > 0) return { kind: "invalid", faults };
    const policy = otpPolicies.get(purpose);
    if (policy === undefined) return invalid("/purpose", `must be one of ${[...otpPolicies.keys()].join(", ")}`);
    const verificationId = verificationIdOf(givenId);
    if (verificationId === "faulty") return { kind: "invalid", faults: [faultyVerificationId] };
    if (policy.requireVerificationId && verificationId === undefined)
      return invalid("/verificationId", `is required to verify a code for ${purpose}`);
    const number = parsePhoneNumber(to, defaultCountry);
    if (typeof number === "string") return { kind: "rejected" };
    const who = hashes.keyed(number.e164);
    const macs = otpMacs.all(number.e164, purpose, typedOtpCode(code));
    let verdict: OtpVerdict;
    try {
      verdict = await otpStore.verify({ who, purpose }, { macs, verificationId, caller }, policy);
    } catch (error) {
      errorLog.caught("verify-otp", error, { purpose }, "a guess could not be judged");
      return { kind: "unavailable", detail: "The store of codes is away; the guess may have been spent, try again" };
    }
    otpMeters.otp(purpose, verdict.kind);
    switch (verdict.kind) {
      case "accepted":
        afterwards(() => {
          guardPumping.verified(number.e164, verdict.caller);
          return tell("otp.verified", who, purpose, verdict.verificationId);
        });
        return { kind: "accepted" };
      case "wrong":
        if (verdict.attemptsLeft === 0) {
          otpMeters.otp(purpose, "exhausted");
          afterwards(() => tell("otp.exhausted", who, purpose, verdict.verificationId));
        }
        return verificationId === undefined
          ? { kind: "rejected" }
          : { kind: "rejected", attemptsLeft: verdict.attemptsLeft };
      case "spent":
        return verificationId === undefined ? { kind: "rejected" } : { kind: "rejected", attemptsLeft: 0 };
      case "unknown":
        return { kind: "rejected" };
    }
  };
};
