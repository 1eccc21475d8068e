import { afterAll, beforeAll } from "vitest";
import type { OtpStore, OtpSubject } from "../../src/application/ports/otp-store.js";
import type { OtpGuess } from "../../src/domain/otp/otp-verdict.js";
import { defaultOtpPolicy, type OtpPolicy } from "../../src/domain/otp/otp-policy.js";

/** A store whose clock only the test moves on; it never goes by itself. */
export interface OtpStage {
  readonly store: OtpStore;
  advance(ms: number): void;
  close(): Promise<void>;
}

export const otpPolicy = defaultOtpPolicy("login");
/** Without waits between sends. */
export const quickPolicy: OtpPolicy = { ...otpPolicy, coolDownsMs: [0], sendsPerWindow: 100 };

export type Ask = Parameters<OtpStore["reserve"]>[1];

let serial = 0;

export const otpSubject = (purpose = "login"): OtpSubject => {
  serial += 1;
  return { who: `number-${serial}`, purpose };
};

export const otpAsk = (change: Partial<Ask> = {}): Ask => {
  serial += 1;
  return {
    token: `m${serial}`,
    mac: `right${serial}`,
    newId: `v${serial}`,
    askedId: undefined,
    caller: "shop",
    bound: true,
    ...change,
  };
};

/** Opens a stage for the suite, and says in one word what its tests ask for again and again. */
export const onOtpStage = (open: () => Promise<OtpStage>) => {
  let stage: OtpStage;
  beforeAll(async () => {
    stage = await open();
  });
  afterAll(() => stage?.close());
  return {
    store: (): OtpStore => stage.store,
    advance: (ms: number) => stage.advance(ms),
    /** A confirmed send; throws where it is held. */
    sent: async (subject: OtpSubject, change: Partial<Ask> = {}, by: OtpPolicy = otpPolicy) => {
      const ask = otpAsk(change);
      const answer = await stage.store.reserve(subject, ask, by);
      if (answer.kind !== "reserved") throw new Error(`held: ${answer.why}`);
      await stage.store.confirm(subject, ask.token);
      return { ...answer, ...ask };
    },
    held: (subject: OtpSubject, by: OtpPolicy = otpPolicy, change: Partial<Ask> = {}) =>
      stage.store.reserve(subject, otpAsk(change), by),
    /** A guess without a verification id, or with what `change` says. */
    verify: (subject: OtpSubject, mac: string, by: OtpPolicy = otpPolicy, change: Partial<OtpGuess> = {}) =>
      stage.store.verify(subject, { macs: [mac], verificationId: undefined, caller: "shop", ...change }, by),
  };
};
