import { describe, expect, test } from "vitest";
import { type OtpStage, onOtpStage, otpPolicy, otpSubject, quickPolicy } from "./otp-stage.js";

/** Sessions of one number: who asks has an id and guesses of its own, and strangers spend none of them. */
export const otpSessionsContract = (name: string, open: () => Promise<OtpStage>) =>
  describe(`${name}: sessions`, () => {
    const { advance, held, sent, verify } = onOtpStage(open);

    test("who asks without an id gets a session of its own, whose guesses are its own", async () => {
      const subject = otpSubject();
      const person = await sent(subject);
      advance(30_000);
      const stranger = await sent(subject);
      expect(stranger.verificationId).not.toBe(person.verificationId);
      const { verificationId } = stranger;
      for (let n = 0; n < 9; n += 1) await verify(subject, "wrong", otpPolicy, { verificationId });
      expect(await verify(subject, stranger.mac, otpPolicy, { verificationId })).toMatchObject({ kind: "spent" });
      const own = { verificationId: person.verificationId };
      expect(await verify(subject, "wrong", otpPolicy, own)).toMatchObject({ kind: "wrong", attemptsLeft: 4 });
      expect(await verify(subject, person.mac, otpPolicy, own)).toMatchObject({ kind: "accepted" });
    });

    test("a code opens its own session only, and another session outlives it", async () => {
      const subject = otpSubject();
      const first = await sent(subject, {}, quickPolicy);
      const second = await sent(subject, {}, quickPolicy);
      const [one, two] = [first, second].map(({ verificationId }) => ({ verificationId }));
      expect(await verify(subject, first.mac, quickPolicy, two)).toMatchObject({ kind: "wrong" });
      expect(await verify(subject, first.mac, quickPolicy, one)).toMatchObject({ kind: "accepted" });
      expect(await verify(subject, second.mac, quickPolicy, two)).toMatchObject({ kind: "accepted" });
      expect(await verify(subject, second.mac, quickPolicy, two)).toEqual({ kind: "unknown" });
    });

    test("strangers of one caller who spend all they get leave a person's last session its five guesses", async () => {
      const subject = otpSubject();
      const total = { compared: 0 };
      const spend = async (verificationId: string | undefined) => {
        for (let n = 0; n < 20; n += 1)
          if ((await verify(subject, "wrong", quickPolicy, { verificationId })).kind === "wrong") total.compared += 1;
      };
      for (let n = 0; n < 9; n += 1) {
        const { verificationId } = await sent(subject, {}, quickPolicy);
        await spend(verificationId);
        await spend(undefined);
        advance(600_000);
      }
      expect(total.compared).toBe(85);
      const { verificationId, mac } = await sent(subject, {}, quickPolicy);
      expect(await held(subject, quickPolicy)).toMatchObject({ why: "day" });
      await spend(undefined);
      for (const attemptsLeft of [4, 3, 2, 1])
        expect(await verify(subject, "wrong", quickPolicy, { verificationId })).toMatchObject({ attemptsLeft });
      expect(await verify(subject, mac, quickPolicy, { verificationId })).toMatchObject({ kind: "accepted" });
    });

    test("guesses without an id have a budget of their own, and spend no session's", async () => {
      const subject = otpSubject();
      const { verificationId, mac } = await sent(subject);
      for (const attemptsLeft of [4, 3, 2, 1, 0])
        expect(await verify(subject, "wrong")).toMatchObject({ kind: "wrong", attemptsLeft });
      expect(await verify(subject, mac)).toEqual({ kind: "spent", verificationId });
      expect(await verify(subject, mac, otpPolicy, { verificationId })).toMatchObject({ kind: "accepted" });
    });

    test("another caller verifies nothing, with the id or without, unless the policy lets any", async () => {
      const subject = otpSubject();
      const { verificationId, mac } = await sent(subject);
      const stranger = { caller: "bank" };
      expect(await verify(subject, mac, otpPolicy, stranger)).toEqual({ kind: "unknown" });
      expect(await verify(subject, mac, otpPolicy, { ...stranger, verificationId })).toEqual({ kind: "unknown" });
      const anyCaller = { ...otpPolicy, anyCaller: true };
      expect(await verify(subject, mac, anyCaller, { ...stranger, verificationId })).toMatchObject({
        kind: "accepted",
        caller: "shop",
      });
    });

    test("what an event asked for, any key verifies", async () => {
      const subject = otpSubject();
      const { mac } = await sent(subject, { caller: "/shop", bound: false });
      expect(await verify(subject, mac, otpPolicy, { caller: "bank" })).toMatchObject({
        kind: "accepted",
        caller: "/shop",
      });
    });

    test("another caller takes over no session", async () => {
      const subject = otpSubject();
      const { verificationId, expiresAt } = await sent(subject, {}, quickPolicy);
      expect(await held(subject, quickPolicy, { askedId: verificationId, caller: "bank" })).toEqual({
        kind: "held",
        why: "other-verification",
        until: expiresAt,
      });
    });
  });
