import { isIP } from "node:net";
import { z } from "zod";
import { apiKey } from "./api-key.js";
import { setting } from "./setting.js";
import { isSecret, list, makeOne, someOne } from "./setting-rules.js";

/** CIDR, as RFC 4632 §3.1 and RFC 4291 §2.3 write it. */
const isNetwork = (value: string): boolean => {
  const [address = "", bits = "", ...rest] = value.split("/");
  const family = isIP(address);
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
};

/** Keys of callers, addresses that it may call, and the service's own secrets. */
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
  SMS_WEBHOOK_ALLOW: setting({
    rule: list.pipe(z.array(z.string().refine(isNetwork, "each network is CIDR such as 10.0.0.0/8")).min(1, someOne)),
    otherwise: "none",
    does: "networks that a webhook may reach although they are private: `10.0.0.0/8,fd00::/8`",
  }),
};
