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

    test("90 comparisons in 24 h close the door, over sessions, callers and purposes, until the oldest is a day old", async () => {
      const subject = otpSubject();
      const busy = { ...quickPolicy, sendsPerDay: 100 };
      const purposes = ["login", "registration"];
      for (let round = 0; round < 17; round += 1) {
        const other = { ...subject, purpose: purposes[round % 2]! };
        const caller = `caller-${round % 3}`;
        const { verificationId } = await sent(other, { caller }, busy);
        for (let wrong = 0; wrong < 5; wrong += 1)
          expect(await verify(other, "wrong", busy, { verificationId, caller })).toMatchObject({ kind: "wrong" });
      }
      const last = await sent(subject, {}, busy);
      const { verificationId } = last;
      for (const attemptsLeft of [4, 3, 2, 1, 0])
        expect(await verify(subject, "wrong", busy, { verificationId })).toMatchObject({ kind: "wrong", attemptsLeft });
      expect(await held(subject, busy)).toMatchObject({ kind: "held", why: "failures" });
      advance(day - 1);
      expect(await held(subject, busy)).toMatchObject({ kind: "held", why: "failures" });
      advance(1);
      await sent(subject, {}, busy);
    });

    test("each code that a guess is compared with counts, and a right one gives its count back", async () => {
      const subject = otpSubject();
      const narrow = { ...quickPolicy, failuresPerDay: 8, attempts: 4 };
      const { verificationId, mac } = await sent(subject, {}, narrow);
      await sent(subject, { askedId: verificationId }, narrow);
      for (const attemptsLeft of [3, 2, 1])
        expect(await verify(subject, "wrong", narrow, { verificationId })).toMatchObject({ attemptsLeft });
      expect(await verify(subject, mac, narrow, { verificationId })).toMatchObject({ kind: "accepted" });
      const next = await sent(subject, {}, narrow);
      const guess = { verificationId: next.verificationId };
      expect(await verify(subject, "wrong", narrow, guess)).toMatchObject({ attemptsLeft: 1 });
      expect(await verify(subject, "wrong", narrow, guess)).toMatchObject({ attemptsLeft: 0 });
      expect(await verify(subject, next.mac, narrow, guess)).toMatchObject({ kind: "spent" });
    });

    test("a session without attempts is not revived by a resend of its own: it ends, another begins at once", async () => {
      const subject = otpSubject();
      const { expiresAt, verificationId } = await sent(subject);
      for (let wrong = 0; wrong < 5; wrong += 1) await verify(subject, "wrong", otpPolicy, { verificationId });
      advance(60_000);
      const again = await held(subject, otpPolicy, { askedId: verificationId });
      expect(again).toEqual({ kind: "held", why: "attempts", until: expiresAt });
      const next = await sent(subject);
      const accepted = await verify(subject, next.mac, otpPolicy, { verificationId: next.verificationId });
      expect(accepted).toMatchObject({ kind: "accepted", verificationId: next.newId });
    });

    test("one caller's sends hold up no other's, and the number's own limit holds them all", async () => {
      const subject = otpSubject();
      for (let n = 0; n < 10; n += 1) await sent(subject, { caller: "shop" }, quickPolicy);
      expect(await held(subject, quickPolicy)).toMatchObject({ why: "day" });
      for (let n = 0; n < 8; n += 1) await sent(subject, { caller: "bank" }, quickPolicy);
      expect(await held(subject, quickPolicy, { caller: "bank" })).toMatchObject({ why: "day" });
      expect(await held({ ...subject, purpose: "registration" }, quickPolicy, { caller: "club" })).toMatchObject({
        why: "day",
      });
    });
  });
