import { describe, expect, test } from "vitest";
import { type OtpStage, onOtpStage, otpAsk, otpPolicy, otpSubject } from "./otp-stage.js";

/** The two phases of a send: what confirm, abort, refund, and none of them, leave. */
export const otpPhasesContract = (name: string, open: () => Promise<OtpStage>) =>
  describe(`${name}: the two phases of a send`, () => {
    const { advance, held, sent, store, verify } = onOtpStage(open);

    test("a refused first send leaves nothing: slot, cool-down and code are gone", async () => {
      const subject = otpSubject();
      const ask = otpAsk();
      await store().reserve(subject, ask, otpPolicy);
      await store().abort(subject, ask.token);
      expect(await verify(subject, ask.mac)).toEqual({ kind: "unknown" });
      await sent(subject, {}, { ...otpPolicy, sendsPerDay: 1 });
    });

    test("a refused resend keeps the earlier code, its expiry and its cool-down", async () => {
      const subject = otpSubject();
      const first = await sent(subject);
      advance(30_000);
      const ask = otpAsk();
      await store().reserve(subject, ask, otpPolicy);
      expect(await store().abort(subject, ask.token), "takes the slot back").toBe(true);
      expect(await store().abort(subject, ask.token), "it is back already").toBe(false);
      const again = await sent(subject);
      expect(again.resendAt - first.resendAt).toBe(60_000);
      expect(await verify(subject, ask.mac)).toMatchObject({ kind: "wrong" });
      advance(269_999);
      expect(await verify(subject, first.mac)).toMatchObject({ kind: "accepted" });
    });

    test("what was confirmed is neither aborted nor refunded", async () => {
      const subject = otpSubject();
      const { token, mac } = await sent(subject);
      expect(await store().abort(subject, token)).toBe(false);
      expect(await store().abort(subject, "never reserved")).toBe(false);
      await store().refund(subject, token);
      expect(await held(subject)).toMatchObject({ why: "cool-down" });
      expect(await verify(subject, mac)).toMatchObject({ kind: "accepted" });
    });

    test("a swept send gives its slot and cool-down back, and its code is honoured", async () => {
      const subject = otpSubject();
      const ask = otpAsk();
      await store().reserve(subject, ask, otpPolicy);
      expect(await store().refund(subject, ask.token)).toBe(true);
      expect(await store().refund(subject, ask.token), "it is back already").toBe(false);
      await sent(subject, {}, { ...otpPolicy, sendsPerDay: 1 });
      expect(await verify(subject, ask.mac)).toMatchObject({ kind: "accepted" });
    });

    test("a text that waited takes its slot anew, and the wait for the next one begins then", async () => {
      const subject = otpSubject();
      const ask = otpAsk();
      const first = await store().reserve(subject, ask, otpPolicy);
      await store().refund(subject, ask.token);
      advance(60_000);
      const woken = await store().reserve(subject, { ...ask, mac: "fresh" }, otpPolicy);
      if (first.kind !== "reserved" || woken.kind !== "reserved") throw new Error("held");
      expect(woken).toMatchObject({ again: false, verificationId: first.verificationId });
      expect(woken.resendAt - first.resendAt).toBe(60_000);
    });

    test("the same token again takes no slot, and a fresh code is honoured beside the first", async () => {
      const subject = otpSubject();
      const ask = otpAsk();
      const first = await store().reserve(subject, ask, otpPolicy);
      expect(first).toMatchObject({ again: false });
      expect(await store().reserve(subject, ask, otpPolicy)).toEqual({ ...first, again: true });
      const fresh = { ...ask, mac: "fresh", newId: "never used" };
      expect(await store().reserve(subject, fresh, otpPolicy)).toMatchObject({ verificationId: ask.newId });
      await store().confirm(subject, ask.token);
      expect(await held(subject, { ...otpPolicy, coolDownsMs: [0], sendsPerDay: 2 })).toMatchObject({
        kind: "reserved",
      });
      expect(await verify(subject, ask.mac)).toMatchObject({ kind: "accepted" });
    });

    test("an unfinished send, after a crash, holds its slot and honours its code", async () => {
      const subject = otpSubject();
      const ask = otpAsk();
      await store().reserve(subject, ask, otpPolicy);
      expect(await held(subject)).toMatchObject({ kind: "held", why: "cool-down" });
      expect(await verify(subject, ask.mac)).toMatchObject({ kind: "accepted" });
    });
  });
