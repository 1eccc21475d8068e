import { describe, expect, test } from "vitest";
import type { OtpVerdict } from "../../src/domain/otp/otp-verdict.js";
import { otpFormsContract } from "./otp-forms.contract.js";
import { otpSessionsContract } from "./otp-sessions.contract.js";
import { otpLimitsContract } from "./otp-limits.contract.js";
import { otpPhasesContract } from "./otp-phases.contract.js";
import { type OtpStage, onOtpStage, otpAsk, otpPolicy, otpSubject, quickPolicy } from "./otp-stage.js";

const count = (verdicts: readonly OtpVerdict[], kind: OtpVerdict["kind"]) =>
  verdicts.filter((verdict) => verdict.kind === kind).length;

/** Everything that an OtpStore promises; its limits and phases in files of their own. */
export const otpStoreContract = (name: string, open: () => Promise<OtpStage>) => {
  describe(`${name} as an OtpStore`, () => {
    const { advance, held, sent, store, verify } = onOtpStage(open);

    test("a right code is accepted once", async () => {
      const subject = otpSubject();
      const { mac, newId } = await sent(subject);
      expect(await verify(subject, mac)).toEqual({ kind: "accepted", verificationId: newId, caller: "shop" });
      expect(await verify(subject, mac)).toEqual({ kind: "unknown" });
    });

    test("a code is honoured before its send is confirmed: the text may be faster", async () => {
      const subject = otpSubject();
      const ask = otpAsk();
      await store().reserve(subject, ask, otpPolicy);
      expect(await verify(subject, ask.mac)).toMatchObject({ kind: "accepted" });
    });

    test("forgotten codes are honoured no more, and their count stays", async () => {
      const subject = otpSubject();
      expect(await store().forget(subject)).toBe(false);
      const { mac } = await sent(subject);
      const other = await sent({ ...subject, purpose: "registration" });
      expect([await store().forget(subject), await store().forget(subject)]).toEqual([true, false]);
      expect(await verify(subject, mac)).toEqual({ kind: "unknown" });
      expect(await verify({ ...subject, purpose: "registration" }, other.mac)).toMatchObject({ kind: "accepted" });
      const last = { ...otpPolicy, sendsPerDay: 1 };
      expect(await store().reserve(subject, otpAsk(), last)).toMatchObject({ kind: "held" });
    });

    test("a guess under an old secret is accepted while the secret is in use", async () => {
      const subject = otpSubject();
      const { mac } = await sent(subject);
      expect(await verify(subject, mac, otpPolicy, { macs: ["under the new secret", mac] })).toMatchObject({
        kind: "accepted",
      });
    });

    test("nothing is alive for another purpose or number", async () => {
      const subject = otpSubject();
      const { mac } = await sent(subject);
      expect(await verify({ ...subject, purpose: "registration" }, mac)).toEqual({ kind: "unknown" });
      expect(await verify(otpSubject(), mac)).toEqual({ kind: "unknown" });
    });

    test("wrong guesses count down, then nothing is compared, not even the right code", async () => {
      const subject = otpSubject();
      const { mac, newId } = await sent(subject);
      for (const attemptsLeft of [4, 3, 2, 1, 0])
        expect(await verify(subject, "wrong")).toEqual({ kind: "wrong", verificationId: newId, attemptsLeft });
      expect(await verify(subject, mac)).toEqual({ kind: "spent", verificationId: newId });
    });

    test("of 300 parallel guesses 5 are compared, and at most one can be right", async () => {
      const subject = otpSubject();
      const { mac } = await sent(subject);
      const verdicts = await Promise.all(
        Array.from({ length: 300 }, (_, at) => verify(subject, at === 299 ? mac : `guess ${at}`)),
      );
      expect(count(verdicts, "wrong") + count(verdicts, "accepted")).toBe(5);
      expect(count(verdicts, "accepted")).toBeLessThanOrEqual(1);
    });

    test("of 300 parallel right answers exactly one is accepted", async () => {
      const subject = otpSubject();
      const { mac } = await sent(subject);
      const verdicts = await Promise.all(Array.from({ length: 300 }, () => verify(subject, mac)));
      expect([count(verdicts, "accepted"), count(verdicts, "unknown")]).toEqual([1, 299]);
    });

    test("of 100 parallel sends one is reserved", async () => {
      const subject = otpSubject();
      const answers = await Promise.all(Array.from({ length: 100 }, () => held(subject)));
      expect(answers.filter(({ kind }) => kind === "reserved")).toHaveLength(1);
    });

    test("a foreign verification id spends nothing", async () => {
      const subject = otpSubject();
      const { mac, newId: verificationId } = await sent(subject);
      for (let tries = 0; tries < 20; tries += 1)
        expect(await verify(subject, mac, otpPolicy, { verificationId: "foreign" })).toEqual({ kind: "unknown" });
      expect(await verify(subject, "wrong", otpPolicy, { verificationId })).toMatchObject({ attemptsLeft: 4 });
      expect(await verify(subject, mac, otpPolicy, { verificationId })).toMatchObject({ kind: "accepted" });
    });

    test("a resend that names its id keeps it and the spent attempts, and both codes are honoured", async () => {
      const subject = otpSubject();
      const first = await sent(subject);
      const { verificationId } = first;
      await verify(subject, "wrong", otpPolicy, { verificationId });
      advance(30_000);
      const second = await sent(subject, { askedId: verificationId });
      expect(second.verificationId).toBe(verificationId);
      expect(await verify(subject, "wrong", otpPolicy, { verificationId })).toMatchObject({ attemptsLeft: 3 });
      const accepted = await verify(subject, first.mac, otpPolicy, { verificationId });
      expect(accepted).toMatchObject({ kind: "accepted", verificationId });
      expect(await verify(subject, second.mac)).toEqual({ kind: "unknown" });
    });

    test("each code expires by its own time, to the millisecond", async () => {
      const subject = otpSubject();
      const first = await sent(subject);
      advance(30_000);
      const second = await sent(subject);
      expect(second.expiresAt - first.expiresAt).toBe(30_000);
      advance(270_000);
      expect(await verify(subject, first.mac)).toMatchObject({ kind: "wrong" });
      advance(29_999);
      expect(await verify(subject, second.mac)).toMatchObject({ kind: "accepted" });
      const third = await sent(subject);
      advance(300_000);
      expect(await verify(subject, third.mac)).toEqual({ kind: "unknown" });
    });

    test("wrong guesses never extend life", async () => {
      const subject = otpSubject();
      const { mac } = await sent(subject);
      advance(299_999);
      await verify(subject, "wrong");
      advance(1);
      expect(await verify(subject, mac)).toEqual({ kind: "unknown" });
    });

    test("an asked id is a new session's own", async () => {
      const subject = otpSubject();
      expect((await sent(subject, { askedId: "asked" }, quickPolicy)).verificationId).toBe("asked");
      expect((await sent(subject, { askedId: "asked" }, quickPolicy)).verificationId).toBe("asked");
      expect((await sent(subject, { askedId: "other" }, quickPolicy)).verificationId).toBe("other");
    });
  });
  otpSessionsContract(name, open);
  otpFormsContract(name, open);
  otpLimitsContract(name, open);
  otpPhasesContract(name, open);
};
