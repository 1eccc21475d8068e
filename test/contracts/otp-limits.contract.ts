import { describe, expect, test } from "vitest";
import { type OtpStage, onOtpStage, otpPolicy, otpSubject, quickPolicy } from "./otp-stage.js";

const day = 86_400_000;

/** Cool-down, window, day, attempts and the failure budget of an OtpStore, to the millisecond. */
export const otpLimitsContract = (name: string, open: () => Promise<OtpStage>) =>
  describe(`${name}: limits of codes`, () => {
    const { advance, held, sent, verify } = onOtpStage(open);

    test("the cool-down climbs 30, 60, 120, 300, 300 s, exact to the millisecond", async () => {
      const subject = otpSubject();
      const patient = { ...otpPolicy, validityMs: 600_000, sendsPerWindow: 100 };
      for (const seconds of [30, 60, 120, 300, 300]) {
        const { resendAt } = await sent(subject, {}, patient);
        advance(seconds * 1_000 - 1);
        expect(await held(subject, patient)).toEqual({ kind: "held", why: "cool-down", until: resendAt });
        advance(1);
      }
      await sent(subject, {}, patient);
    });

    test("the window takes 5 sends, exact to the millisecond", async () => {
      const subject = otpSubject();
      const limited = { ...quickPolicy, sendsPerWindow: 5 };
      await sent(subject, {}, limited);
      advance(1_000);
      for (let more = 0; more < 4; more += 1) await sent(subject, {}, limited);
      advance(598_999);
      expect(await held(subject, limited)).toMatchObject({ kind: "held", why: "window" });
      advance(1);
      expect((await sent(subject, {}, limited)).resendAt).toBeGreaterThan(0);
      expect(await held(subject, limited)).toMatchObject({ kind: "held", why: "window" });
    });

    test("the day takes 10 sends, success or not, exact to the millisecond", async () => {
      const subject = otpSubject();
      for (let round = 0; round < 10; round += 1) {
        const { mac } = await sent(subject, {}, quickPolicy);
        await verify(subject, mac);
        if (round === 0) advance(3_600_000);
      }
      advance(day - 3_600_001);
      expect(await held(subject, quickPolicy)).toMatchObject({ kind: "held", why: "day" });
      advance(1);
      await sent(subject, {}, quickPolicy);
      expect(await held(subject, quickPolicy)).toMatchObject({ kind: "held", why: "day" });
    });

    test("resendAt is when the next send is taken, whatever holds it", async () => {
      const subject = otpSubject();
      const limited = { ...quickPolicy, sendsPerWindow: 2 };
      await sent(subject, {}, limited);
      const { resendAt } = await sent(subject, {}, limited);
      expect(await held(subject, limited)).toMatchObject({ why: "window", until: resendAt });
    });

    test("10 failures in 24 h close the door, across resends and new ids, until the oldest is a day old", async () => {
      const subject = otpSubject();
      const lenient = { ...quickPolicy, attempts: 5 };
      for (let round = 0; round < 2; round += 1) {
        await sent(subject, {}, lenient);
        for (let wrong = 0; wrong < 4; wrong += 1) await verify(subject, "wrong", lenient);
        const { mac } = await sent(subject, {}, lenient);
        expect(await verify(subject, mac, lenient)).toMatchObject({ kind: "accepted" });
      }
      const { mac } = await sent(subject, {}, lenient);
      expect(await verify(subject, "wrong", lenient)).toMatchObject({ attemptsLeft: 1 });
      expect(await verify(subject, "wrong", lenient)).toMatchObject({ attemptsLeft: 0 });
      expect(await verify(subject, mac, lenient)).toMatchObject({ kind: "spent" });
      advance(day - 1);
      expect(await held(subject, lenient)).toMatchObject({ kind: "held", why: "failures" });
      advance(1);
      await sent(subject, {}, lenient);
    });

    test("a verification without attempts is not revived by a resend: it ends, then a new one starts", async () => {
      const subject = otpSubject();
      const { expiresAt } = await sent(subject);
      for (let wrong = 0; wrong < 5; wrong += 1) await verify(subject, "wrong");
      advance(60_000);
      expect(await held(subject)).toEqual({ kind: "held", why: "attempts", until: expiresAt });
      advance(240_000);
      const next = await sent(subject);
      expect(await verify(subject, next.mac)).toMatchObject({ kind: "accepted", verificationId: next.newId });
    });
  });
