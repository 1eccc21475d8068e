import { z } from "zod";
import { apiKey } from "./api-key.js";
import { setting } from "./setting.js";
import { isSecret, list, makeOne, someOne } from "./setting-rules.js";

/** Who may call the service, and the secrets of its own. */
export const accessSettings = {
  API_KEYS: setting({
    rule: list.pipe(z.array(apiKey).min(1, someOne)),
    otherwise: "none: loopback only",
    does: "`name:secret:scope+scope,…`; a secret has at least 16 characters, or is its salted hash (`sms keys hash`); scopes send, read, otp, admin; `:600/min` behind them limits the requests of the key, in each worker",
    secret: true,
  }),
  API_KEYS_FILE: setting({
    rule: z.string(),
    otherwise: "none",
    does: "file of further keys, one on each line; `#` begins a comment",
  }),
  SMS_HASH_KEY: setting({
    rule: z.string().refine(isSecret, makeOne),
    otherwise: "random, with memory only",
    does: "keys every hash of a number and seals what Redis keeps; never rotated without migration; required with `REDIS_URL`",
    secret: true,
  }),
  OTP_SECRET: setting({
    rule: list.pipe(z.array(z.string().refine(isSecret, makeOne)).min(1, someOne).max(2, "at most two: new,old")),
    otherwise: "random, with memory only",
    does: "`new,old`: keys the codes' MACs; required with `REDIS_URL`",
    secret: true,
  }),
  SMS_OTP_POLICIES: setting({
    rule: z.string(),
    otherwise: "the shipped policies",
    does: "file of one-time-code policies by purpose (docs/one-time-codes.md)",
  }),
};
