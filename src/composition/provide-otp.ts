import { randomBytes } from "node:crypto";
import type { Config } from "../adapters/environment/config.js";
import { defaultOtpSettings, readOtpPolicies } from "../adapters/files/otp-policies.js";
import { createOtpMacs } from "../adapters/system/otp-macs.js";
import { createFinishOtp } from "../application/delivery/finish-otp.js";
import { createGuardPumping } from "../application/otp/guard-pumping.js";
import { createOtpCodes } from "../application/otp/issue-otp.js";
import { createSendOtp } from "../application/otp/send-otp.js";
import { createVerifyOtp } from "../application/otp/verify-otp.js";
import type { Wiring } from "./wiring.js";
import type { Services } from "./services.js";

/** One-time codes: issued for delivery, sent and verified for the doors. */
export const provideOtp = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("otpSettings", [], () =>
      config.SMS_OTP_POLICIES === undefined ? defaultOtpSettings : readOtpPolicies(config.SMS_OTP_POLICIES),
    )
    .provide("otpPolicies", ["otpSettings"], ({ otpSettings }) => otpSettings.policies)
    .provide("otpMacs", [], () => {
      const [newest = randomBytes(32), ...older] = (config.OTP_SECRET ?? []).map((secret) => Buffer.from(secret));
      return createOtpMacs([newest, ...older]);
    })
    .provide("guardPumping", ["hashes", "limits", "otpSettings", "store"], (needs) => {
      const { otpSettings, store, ...rest } = needs;
      return createGuardPumping({ ...rest, pumpingGuard: otpSettings.guard, pumpingLedger: store.pumpingLedger });
    })
    .provide(
      "otpCodes",
      [
        ...(["clock", "otpMacs", "guardPumping", "hashes", "log", "meters"] as const),
        ...(["otpPolicies", "randomness", "store"] as const),
      ],
      ({ meters, store: { otpStore }, ...needs }) => createOtpCodes({ ...needs, otpMeters: meters, otpStore }),
    )
    .provide("finishOtp", ["otpCodes"], createFinishOtp)
    .provide(
      "sendOtp",
      [
        ...(["clock", "otpCodes", "deliverMessage", "errorLog", "hashes", "journal", "log"] as const),
        ...(["otpPolicies", "randomness", "schedule", "store"] as const),
      ],
      ({ store: { idempotency }, ...needs }) =>
        createSendOtp({ ...needs, defaultCountry: config.SMS_DEFAULT_COUNTRY, idempotency }),
    )
    .provide(
      "verifyOtp",
      [
        ...(["clock", "otpMacs", "errorLog", "eventPublisher", "guardPumping", "hashes", "log", "meters"] as const),
        ...(["otpPolicies", "store"] as const),
      ],
      ({ meters, store: { otpStore }, ...needs }) =>
        createVerifyOtp({ ...needs, defaultCountry: config.SMS_DEFAULT_COUNTRY, otpMeters: meters, otpStore }),
    );
