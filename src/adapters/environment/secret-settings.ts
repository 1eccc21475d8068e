import { z } from "zod";
import { setting } from "./setting.js";
import { isSecret, list, makeOne, someOne } from "./setting-rules.js";

/** The secrets of the service, and its one-time codes. */
export const secretSettings = {
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
