import { randomBytes } from "node:crypto";
import type { Config } from "../adapters/environment/config.js";
import { defaultOtpSettings, readOtpPolicies } from "../adapters/files/otp-policies.js";
import { createCodeMacs } from "../adapters/system/code-macs.js";
import { createGuardPumping } from "../application/otp/guard-pumping.js";
import { createCodes } from "../application/otp/issue-codes.js";
import { LiveCodes } from "../application/otp/live-codes.js";
import { createSendOtp } from "../application/otp/send-otp.js";
import { createVerifyOtp } from "../application/otp/verify-otp.js";
import type { Wiring } from "./wiring.js";
import type { Services } from "./services.js";

/** One-time codes: issued for delivery, sent and verified for the doors. */
export const provideCodes = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("liveCodes", [], () => new LiveCodes())
    .provide("otpSettings", [], () =>
      config.SMS_OTP_POLICIES === undefined ? defaultOtpSettings : readOtpPolicies(config.SMS_OTP_POLICIES),
    )
    .provide("otpPolicies", ["otpSettings"], ({ otpSettings }) => otpSettings.policies)
    .provide("codeMacs", [], () => {
      const [newest = randomBytes(32), ...older] = (config.OTP_SECRET ?? []).map((secret) => Buffer.from(secret));
      return createCodeMacs([newest, ...older]);
    })
    .provide("guardPumping", ["hashes", "otpSettings", "store"], ({ hashes, otpSettings, store: { pumpingLedger } }) =>
      createGuardPumping({ hashes, pumpingGuard: otpSettings.guard, pumpingLedger }),
    )
    .provide(
      "codes",
      [
        ...(["clock", "codeMacs", "guardPumping", "hashes", "liveCodes", "log", "meters"] as const),
        ...(["otpPolicies", "randomness", "store"] as const),
      ],
      ({ meters, store: { otpStore }, ...needs }) => createCodes({ ...needs, otpMeters: meters, otpStore }),
    )
    .provide(
      "sendOtp",
      [
        ...(["clock", "codes", "deliverMessage", "errorLog", "hashes", "journal", "liveCodes", "log"] as const),
        ...(["otpPolicies", "randomness", "schedule", "store"] as const),
      ],
      ({ store: { idempotency }, ...needs }) =>
        createSendOtp({ ...needs, defaultCountry: config.SMS_DEFAULT_COUNTRY, idempotency }),
    )
    .provide(
      "verifyOtp",
      [
        ...(["clock", "codeMacs", "errorLog", "eventPublisher", "guardPumping", "hashes", "log", "meters"] as const),
        ...(["otpPolicies", "store"] as const),
      ],
      ({ meters, store: { otpStore }, ...needs }) =>
        createVerifyOtp({ ...needs, defaultCountry: config.SMS_DEFAULT_COUNTRY, otpMeters: meters, otpStore }),
    );
