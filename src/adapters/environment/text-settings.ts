import { z } from "zod";
import { setting } from "./setting.js";
import { choice, country, list, policy, senderId, someOne, whole } from "./setting-rules.js";

/** Settings of texts: their countries, senders, rates and prices. */
export const textSettings = {
  SMS_OPT_OUT_SYNC_MINUTES: setting({
    rule: whole(0, 10_080),
    otherwise: "60 with sns, never with the simulator",
    does: "how often AWS's own opt-out list is read whole; 0 never (docs/consent.md)",
  }),
  SMS_INBOUND_TOPIC_ARNS: setting({
    rule: list.pipe(
      z.array(
        z.string().regex(/^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(?:\.fifo)?$/, "each is the ARN of an SNS topic"),
      ),
    ),
    otherwise: "none",
    does: "SNS topics that may call `/v1/inbound/sns`, comma-separated",
  }),
  SMS_CONSENT_WORDS: setting({
    rule: z.string(),
    otherwise: "the shipped lists",
    does: "file of the words by which people stop, resume and ask, and of your own commands (docs/consent.md)",
  }),
  SMS_DEFAULT_COUNTRY: setting({ rule: country, byDefault: "IN", does: "whose numbers need no country code" }),
  SMS_ALLOWED_COUNTRIES: setting({
    rule: list.pipe(z.array(country).min(1, someOne)),
    otherwise: "all; in production with sns the default country only",
    does: "where texts may go: `IN,AE`",
  }),
  SMS_SENDER_ID: setting({ rule: senderId, otherwise: "none", does: "sender ID, where the country allows one" }),
  SMS_ORIGINATION_NUMBER: setting({
    rule: z.string().regex(/^\+?[0-9]{3,15}$/, "must be a number in E.164 form, or a short code"),
    otherwise: "none",
    does: "dedicated number or short code; the United States need one",
  }),
  SMS_ENTITY_ID: setting({
    rule: z.string().max(50, "must be 1 to 50 characters"),
    otherwise: "international route",
    does: "India's DLT entity: with it, DLT binds every text to India",
  }),
  SMS_TEMPLATES_DIR: setting({ rule: z.string(), otherwise: "the shipped templates", does: "folder of `<name>.yaml`" }),
  SMS_PRICE_BOOK: setting({ rule: z.string(), otherwise: "the shipped sample", does: "price book, JSON" }),
  SMS_UNPRICED: setting({
    rule: choice(["send", "refuse"]),
    byDefault: "send",
    does: "what becomes of a text to a country without a price in the book",
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
