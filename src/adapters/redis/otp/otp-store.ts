import type { OtpStore, OtpSubject } from "../../../application/ports/otp-store.js";
import { otpAnonymousPerDay, otpNumberSendsPerDay } from "../../../domain/otp/otp-policy.js";
import type { OtpHold } from "../../../domain/otp/otp-refusal.js";
import type { OtpVerdict } from "../../../domain/otp/otp-verdict.js";
import type { RedisClient } from "../server/client.js";
import { endScript, forgetScript, reserveScript, verifyScript } from "./otp-scripts.js";

interface OtpStoreNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  /** Names the keys: deployments that share a Redis share nothing. */
  readonly deployment: string;
  /** `=` and the time that all workers share, where it is known; else milliseconds added to Redis' own. Default: 0. */
  readonly clock?: (() => string) | undefined;
}

/** `who` is in the hash tag: everything of one number lies on one node of a cluster. */
const keysOf = (deployment: string, { who, purpose }: OtpSubject): readonly [string, string, string] => {
  const tag = `{${deployment}:otp:${who}}`;
  return [`${tag}:code:${purpose}`, `${tag}:sent`, `${tag}:compared`];
};

/** A word as the scripts keep it: never empty, without a blank. */
const word = (text: string): string => `=${encodeURIComponent(text)}`;
const textOf = (kept: string): string => decodeURIComponent(kept.slice(1));
/** No word at all is "": none was given; callers without types say null. */
const wordOrNone = (text: string | null | undefined): string => (text == null ? "" : word(text));

/** Codes of all workers, in Redis; one script, one round trip a step. A code or number never reaches it in clear. */
export const createRedisOtpStore = ({ client, deployment, clock = () => "0" }: OtpStoreNeeds): OtpStore => {
  const evaluate = (script: typeof endScript, subject: OtpSubject, args: readonly (string | number)[]) =>
    client.evaluate(script, keysOf(deployment, subject), [clock(), ...args.map(String)]);

  const end = (how: "confirm" | "abort" | "refund") => (subject: OtpSubject, token: string) =>
    evaluate(endScript, subject, [word(token), how]);

  return {
    reserve: async (subject, { token, mac, newId, askedId, caller, bound }, policy) => {
      const { validityMs, attempts, failuresPerDay, sendsPerDay, sendsPerWindow, windowMs, coolDownsMs } = policy;
      const sends = [sendsPerDay, otpNumberSendsPerDay(policy), sendsPerWindow, windowMs];
      const words = [word(token), word(subject.purpose), word(mac), word(newId), wordOrNone(askedId), word(caller)];
      const limits = [bound ? 1 : 0, validityMs, attempts, failuresPerDay, ...sends, ...coolDownsMs];
      const answer = await evaluate(reserveScript, subject, [...words, ...limits]);
      const [kind, ...rest] = answer as [string, ...string[]];
      if (kind !== "reserved") return { kind: "held", why: kind as OtpHold, until: Number(rest[0]) };
      const [id = "", expiresAt, nextAt, again] = rest;
      const instants = { expiresAt: Number(expiresAt), resendAt: Number(nextAt) };
      return { kind, verificationId: textOf(id), ...instants, again: again === "1" };
    },
    confirm: async (subject, token) => void (await end("confirm")(subject, token)),
    abort: async (subject, token) => (await end("abort")(subject, token)) === "returned",
    refund: async (subject, token) => (await end("refund")(subject, token)) === "returned",
    forget: async (subject) => (await evaluate(forgetScript, subject, [])) === "forgotten",
    verify: async (subject, { macs, verificationId, caller }, policy): Promise<OtpVerdict> => {
      const { anyCaller, attempts, failuresPerDay } = policy;
      const limits = [anyCaller ? 1 : 0, attempts, failuresPerDay, otpAnonymousPerDay(policy)];
      const args = [wordOrNone(verificationId), word(caller), ...limits, ...macs.map(word)];
      const answer = await evaluate(verifyScript, subject, args);
      const [kind, id = "", last] = answer as [OtpVerdict["kind"], string, string | number];
      switch (kind) {
        case "accepted":
          return { kind, verificationId: textOf(id), caller: textOf(String(last)) };
        case "wrong":
          return { kind, verificationId: textOf(id), attemptsLeft: Number(last) };
        case "spent":
          return { kind, verificationId: textOf(id) };
        case "unknown":
          return { kind };
      }
    },
  };
};
