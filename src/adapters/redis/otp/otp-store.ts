import type { OtpStore, OtpSubject } from "../../../application/ports/otp-store.js";
import type { OtpHold } from "../../../domain/otp/otp-refusal.js";
import type { OtpVerdict } from "../../../domain/otp/otp-verdict.js";
import type { RedisClient } from "../server/client.js";
import { endScript, reserveScript, verifyScript } from "./otp-scripts.js";

interface OtpStoreNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  /** Moves the store's clock in tests: milliseconds added to Redis' own, or `=` and the instant. Default: 0. */
  readonly clock?: (() => string) | undefined;
}

/** `who` is the hash tag: everything of one number lies on one node of a cluster. */
const keysOf = ({ who, purpose }: OtpSubject): readonly [string, string, string] => {
  const record = `otp:{${who}}:${purpose}`;
  return [record, `${record}:sent`, `${record}:failed`];
};

/** Codes of all workers, in Redis; one script, one round trip a step. A code or number never reaches it in clear. */
export const createRedisOtpStore = ({ client, clock = () => "0" }: OtpStoreNeeds): OtpStore => {
  const evaluate = (script: typeof endScript, subject: OtpSubject, args: readonly (string | number)[]) =>
    client.evaluate(script, keysOf(subject), [clock(), ...args.map(String)]);

  const end = (how: "confirm" | "abort" | "refund") => async (subject: OtpSubject, token: string) => {
    await evaluate(endScript, subject, [token, how]);
  };

  return {
    reserve: async (subject, { token, mac, newId, askedId = "", caller }, policy) => {
      const { validityMs, attempts, failuresPerDay, sendsPerDay, sendsPerWindow, windowMs, coolDownsMs } = policy;
      const limits = [validityMs, attempts, failuresPerDay, sendsPerDay, sendsPerWindow, windowMs, ...coolDownsMs];
      const args = [token, mac, newId, askedId, caller, ...limits];
      const [kind, ...rest] = (await evaluate(reserveScript, subject, args)) as [string, ...string[]];
      if (kind !== "reserved") return { kind: "held", why: kind as OtpHold, until: Number(rest[0]) };
      return { kind, verificationId: rest[0]!, expiresAt: Number(rest[1]), resendAt: Number(rest[2]) };
    },
    confirm: end("confirm"),
    abort: end("abort"),
    refund: end("refund"),
    verify: async (subject, { macs, verificationId = "" }, { attempts, failuresPerDay }): Promise<OtpVerdict> => {
      const answer = await evaluate(verifyScript, subject, [verificationId, attempts, failuresPerDay, ...macs]);
      const [kind, id, last] = answer as [OtpVerdict["kind"], string, string | number];
      switch (kind) {
        case "accepted":
          return { kind, verificationId: id, caller: String(last) };
        case "wrong":
          return { kind, verificationId: id, attemptsLeft: Number(last) };
        case "spent":
          return { kind, verificationId: id };
        case "unknown":
          return { kind };
      }
    },
  };
};
