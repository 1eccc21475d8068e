import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OtpStore, OtpSubject } from "../../src/application/ports/otp-store.js";
import { defaultOtpPolicy, type OtpPolicy } from "../../src/domain/otp-policy.js";
import type { OtpAsk } from "../../src/domain/otp-reservation.js";
import type { OtpVerdict } from "../../src/domain/otp-verdict.js";

/** A store whose clock only the test moves on; it never goes by itself. */
export interface OtpStage {
  readonly store: OtpStore;
  advance(ms: number): void;
  close(): Promise<void>;
}

const policy = defaultOtpPolicy("login");
const day = 86_400_000;
let serial = 0;

export const otpSubject = (purpose = "login"): OtpSubject => {
  serial += 1;
  return { who: `number-${serial}`, purpose };
};

export const otpAsk = (change: Partial<OtpAsk> = {}): OtpAsk => {
  serial += 1;
  return {
    token: `m${serial}`,
    mac: `right${serial}`,
    newId: `v${serial}`,
    askedId: undefined,
    caller: "shop",
    ...change,
  };
};

const guess = (...macs: string[]) => ({ macs, verificationId: undefined });
const count = (verdicts: readonly OtpVerdict[], kind: OtpVerdict["kind"]) =>
  verdicts.filter((verdict) => verdict.kind === kind).length;

export const otpStoreContract = (name: string, open: () => Promise<OtpStage>) =>
  describe(`${name} as an OtpStore`, () => {
    let stage: OtpStage;
    let store: OtpStore;
    beforeAll(async () => {
      stage = await open();
      store = stage.store;
    });
    afterAll(() => stage?.close());

    /** A confirmed send; throws where it is held. */
    const sent = async (subject: OtpSubject, change: Partial<OtpAsk> = {}, by: OtpPolicy = policy) => {
      const ask = otpAsk(change);
      const answer = await store.reserve(subject, ask, by);
      if (answer.kind !== "reserved") throw new Error(`held: ${answer.why}`);
      await store.confirm(subject, ask.token);
      return { ...answer, ...ask };
    };
    const held = (subject: OtpSubject, by: OtpPolicy = policy) => store.reserve(subject, otpAsk(), by);
    const verify = (subject: OtpSubject, ...macs: string[]) => store.verify(subject, guess(...macs), policy);

    test("a right code is accepted once", async () => {
      const subject = otpSubject();
      const { mac, newId } = await sent(subject);
      expect(await verify(subject, mac)).toEqual({ kind: "accepted", verificationId: newId, caller: "shop" });
      expect(await verify(subject, mac)).toEqual({ kind: "unknown" });
    });

    test("a code is honoured before its send is confirmed: the text may be faster", async () => {
      const subject = otpSubject();
      const ask = otpAsk();
      await store.reserve(subject, ask, policy);
      expect(await verify(subject, ask.mac)).toMatchObject({ kind: "accepted" });
    });

    test("a guess under an old secret is accepted while the secret is in use", async () => {
      const subject = otpSubject();
      const { mac } = await sent(subject);
      expect(await verify(subject, "under the new secret", mac)).toMatchObject({ kind: "accepted" });
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
      const { mac, newId } = await sent(subject);
      for (let tries = 0; tries < 20; tries += 1)
        expect(await store.verify(subject, { macs: [mac], verificationId: "foreign" }, policy)).toEqual({
          kind: "unknown",
        });
      expect(await store.verify(subject, { macs: ["wrong"], verificationId: newId }, policy)).toMatchObject({
        kind: "wrong",
        attemptsLeft: 4,
      });
      expect(await store.verify(subject, { macs: [mac], verificationId: newId }, policy)).toMatchObject({
        kind: "accepted",
      });
    });

    test("a resend keeps the id and the spent attempts, and both codes are honoured", async () => {
      const subject = otpSubject();
      const first = await sent(subject);
      await verify(subject, "wrong");
      stage.advance(30_000);
      const second = await sent(subject);
      expect(second.verificationId).toBe(first.newId);
      expect(await verify(subject, "wrong")).toMatchObject({ attemptsLeft: 3 });
      expect(await verify(subject, first.mac)).toMatchObject({ kind: "accepted", verificationId: first.newId });
      expect(await verify(subject, second.mac)).toEqual({ kind: "unknown" });
    });

    test("each code expires by its own time, to the millisecond", async () => {
      const subject = otpSubject();
      const first = await sent(subject);
      stage.advance(30_000);
      const second = await sent(subject);
      expect(second.expiresAt - first.expiresAt).toBe(30_000);
      stage.advance(270_000);
      expect(await verify(subject, first.mac)).toMatchObject({ kind: "wrong" });
      stage.advance(29_999);
      expect(await verify(subject, second.mac)).toMatchObject({ kind: "accepted" });
      const third = await sent(subject);
      stage.advance(300_000);
      expect(await verify(subject, third.mac)).toEqual({ kind: "unknown" });
    });

    test("wrong guesses never extend life", async () => {
      const subject = otpSubject();
      const { mac } = await sent(subject);
      stage.advance(299_999);
      await verify(subject, "wrong");
      stage.advance(1);
      expect(await verify(subject, mac)).toEqual({ kind: "unknown" });
    });

    test("a new id starts after success and after expiry only", async () => {
      const subject = otpSubject();
      const first = await sent(subject);
      await verify(subject, first.mac);
      const second = await sent(subject);
      expect(second.verificationId).toBe(second.newId);
      stage.advance(300_000);
      const third = await sent(subject);
      expect(third.verificationId).toBe(third.newId);
    });

    test("the cool-down climbs 30, 60, 120, 300, 300 s, exact to the millisecond", async () => {
      const subject = otpSubject();
      const patient = { ...policy, validityMs: 600_000, sendsPerWindow: 100 };
      for (const seconds of [30, 60, 120, 300, 300]) {
        const { resendAt } = await sent(subject, {}, patient);
        stage.advance(seconds * 1_000 - 1);
        expect(await held(subject, patient)).toEqual({ kind: "held", why: "cool-down", until: resendAt });
        stage.advance(1);
      }
      await sent(subject, {}, patient);
    });

    const quick: OtpPolicy = { ...policy, coolDownsMs: [0], sendsPerWindow: 100 };

    test("the window takes 5 sends, exact to the millisecond", async () => {
      const subject = otpSubject();
      const limited = { ...quick, sendsPerWindow: 5 };
      await sent(subject, {}, limited);
      stage.advance(1_000);
      for (let more = 0; more < 4; more += 1) await sent(subject, {}, limited);
      stage.advance(598_999);
      expect(await held(subject, limited)).toMatchObject({ kind: "held", why: "window" });
      stage.advance(1);
      expect((await sent(subject, {}, limited)).resendAt).toBeGreaterThan(0);
      expect(await held(subject, limited)).toMatchObject({ kind: "held", why: "window" });
    });

    test("the day takes 10 sends, success or not, exact to the millisecond", async () => {
      const subject = otpSubject();
      for (let round = 0; round < 10; round += 1) {
        const { mac } = await sent(subject, {}, quick);
        await verify(subject, mac);
        if (round === 0) stage.advance(3_600_000);
      }
      stage.advance(day - 3_600_001);
      expect(await held(subject, quick)).toMatchObject({ kind: "held", why: "day" });
      stage.advance(1);
      await sent(subject, {}, quick);
      expect(await held(subject, quick)).toMatchObject({ kind: "held", why: "day" });
    });

    test("resendAt is when the next send is taken, whatever holds it", async () => {
      const subject = otpSubject();
      const limited = { ...quick, sendsPerWindow: 2 };
      await sent(subject, {}, limited);
      const { resendAt } = await sent(subject, {}, limited);
      expect(await held(subject, limited)).toMatchObject({ why: "window", until: resendAt });
    });

    test("10 failures in 24 h close the door, across resends and new ids, until the oldest is a day old", async () => {
      const subject = otpSubject();
      const lenient = { ...quick, attempts: 5 };
      for (let round = 0; round < 2; round += 1) {
        await sent(subject, {}, lenient);
        for (let wrong = 0; wrong < 4; wrong += 1) await store.verify(subject, guess("wrong"), lenient);
        const { mac } = await sent(subject, {}, lenient);
        expect(await store.verify(subject, guess(mac), lenient)).toMatchObject({ kind: "accepted" });
      }
      const { mac } = await sent(subject, {}, lenient);
      expect(await store.verify(subject, guess("wrong"), lenient)).toMatchObject({ attemptsLeft: 1 });
      expect(await store.verify(subject, guess("wrong"), lenient)).toMatchObject({ attemptsLeft: 0 });
      expect(await store.verify(subject, guess(mac), lenient)).toMatchObject({ kind: "spent" });
      stage.advance(day - 1);
      expect(await held(subject, lenient)).toMatchObject({ kind: "held", why: "failures" });
      stage.advance(1);
      await sent(subject, {}, lenient);
    });

    test("a verification without attempts is not revived by a resend: it ends, then a new one starts", async () => {
      const subject = otpSubject();
      const { expiresAt } = await sent(subject);
      for (let wrong = 0; wrong < 5; wrong += 1) await verify(subject, "wrong");
      stage.advance(60_000);
      expect(await held(subject)).toEqual({ kind: "held", why: "attempts", until: expiresAt });
      stage.advance(240_000);
      const next = await sent(subject);
      expect(await verify(subject, next.mac)).toMatchObject({ kind: "accepted", verificationId: next.newId });
    });

    test("an asked id is the new verification's; another one than the living is held", async () => {
      const subject = otpSubject();
      const first = await sent(subject, { askedId: "asked" }, quick);
      expect(first.verificationId).toBe("asked");
      expect((await sent(subject, { askedId: "asked" }, quick)).verificationId).toBe("asked");
      expect(await store.reserve(subject, otpAsk({ askedId: "other" }), quick)).toMatchObject({
        kind: "held",
        why: "other-verification",
      });
    });

    describe("two phases", () => {
      test("a refused first send leaves nothing: slot, cool-down and code are gone", async () => {
        const subject = otpSubject();
        const ask = otpAsk();
        await store.reserve(subject, ask, policy);
        await store.abort(subject, ask.token);
        expect(await verify(subject, ask.mac)).toEqual({ kind: "unknown" });
        await sent(subject, {}, { ...policy, sendsPerDay: 1 });
      });

      test("a refused resend keeps the earlier code, its expiry and its cool-down", async () => {
        const subject = otpSubject();
        const first = await sent(subject);
        stage.advance(30_000);
        const ask = otpAsk();
        await store.reserve(subject, ask, policy);
        await store.abort(subject, ask.token);
        await store.abort(subject, ask.token);
        const again = await sent(subject);
        expect(again.resendAt - first.resendAt).toBe(60_000);
        expect(await verify(subject, ask.mac)).toMatchObject({ kind: "wrong" });
        stage.advance(269_999);
        expect(await verify(subject, first.mac)).toMatchObject({ kind: "accepted" });
      });

      test("what was confirmed is neither aborted nor refunded", async () => {
        const subject = otpSubject();
        const { token, mac } = await sent(subject);
        await store.abort(subject, token);
        await store.refund(subject, token);
        expect(await held(subject)).toMatchObject({ why: "cool-down" });
        expect(await verify(subject, mac)).toMatchObject({ kind: "accepted" });
      });

      test("a swept send gives its slot and cool-down back, and its code is honoured", async () => {
        const subject = otpSubject();
        const ask = otpAsk();
        await store.reserve(subject, ask, policy);
        await store.refund(subject, ask.token);
        await store.refund(subject, ask.token);
        const next = await sent(subject, {}, { ...policy, sendsPerDay: 1 });
        expect(next.verificationId).toBe(ask.newId);
        expect(await verify(subject, ask.mac)).toMatchObject({ kind: "accepted" });
      });

      test("the same token again takes no slot, and a fresh code is honoured beside the first", async () => {
        const subject = otpSubject();
        const ask = otpAsk();
        const first = await store.reserve(subject, ask, policy);
        expect(await store.reserve(subject, ask, policy)).toEqual(first);
        const fresh = { ...ask, mac: "fresh", newId: "never used" };
        expect(await store.reserve(subject, fresh, policy)).toMatchObject({ verificationId: ask.newId });
        await store.confirm(subject, ask.token);
        expect(await held(subject, { ...policy, coolDownsMs: [0], sendsPerDay: 2 })).toMatchObject({
          kind: "reserved",
        });
        expect(await verify(subject, ask.mac)).toMatchObject({ kind: "accepted" });
      });

      test("an unfinished send, after a crash, holds its slot and honours its code", async () => {
        const subject = otpSubject();
        const ask = otpAsk();
        await store.reserve(subject, ask, policy);
        expect(await held(subject)).toMatchObject({ kind: "held", why: "cool-down" });
        expect(await verify(subject, ask.mac)).toMatchObject({ kind: "accepted" });
      });
    });
  });
