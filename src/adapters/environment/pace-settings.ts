import { z } from "zod";
import { setting } from "./setting.js";
import { choice, policy, whole } from "./setting-rules.js";

/** Prices, limits, rates, and repeats after a crash. */
export const paceSettings = {
  SMS_PRICE_BOOK: setting({ rule: z.string(), otherwise: "the shipped sample", does: "price book, JSON" }),
  SMS_UNPRICED: setting({
    rule: choice(["send", "refuse"]),
    byDefault: "send",
    does: "what becomes of a text to a country without a price in the book: `send` or `refuse`; `unpriced` in the file of `SMS_LIMITS` comes before it",
  }),
  SMS_LIMITS: setting({
    rule: z.string(),
    otherwise: "none",
    does: "file of limits, YAML: money by scope, texts by recipient (docs/limits.md); read again on SIGHUP",
  }),
  SMS_MAX_IN_FLIGHT: setting({
    rule: whole(9, 4_096),
    byDefault: "64",
    does: "texts between write-ahead and the gateway's answer; 8 of them are one-time codes' alone",
  }),
  SMS_RATE_TRANSACTIONAL: setting({
    rule: whole(1, 100_000),
    otherwise: "20 with sns, none with the simulator",
    does: "parts per second, shared by all workers",
  }),
  SMS_RATE_PROMOTIONAL: setting({
    rule: whole(1, 100_000),
    otherwise: "20 with sns, none with the simulator",
    does: "parts per second, shared by all workers",
  }),
  SMS_CRASH_POLICY_OTP: setting({
    rule: policy,
    byDefault: "resend-once",
    does: "when nobody knows whether a code went out: `resend-once` or `never-resend`",
  }),
  SMS_CRASH_POLICY_TRANSACTIONAL: setting({
    rule: policy,
    byDefault: "resend-once",
    does: "the same for transactional texts",
  }),
  SMS_CRASH_POLICY_PROMOTIONAL: setting({
    rule: policy,
    byDefault: "never-resend",
    does: "the same for promotional texts",
  }),
};
