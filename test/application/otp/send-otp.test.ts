import { describe, expect, test } from "vitest";
import type { OtpRequest } from "../../../src/application/otp/otp-answers.js";
import { defaultOtpPolicies, defaultOtpPolicy, type OtpPolicies } from "../../../src/domain/otp/otp-policy.js";
import { aNumber, type Hook, otpWorld, sweep } from "../../support/otp-service.js";

const ask = { to: aNumber, purpose: "login", caller: "shop" };

const begun = (policies?: OtpPolicies, hook?: Hook) => {
  const world = otpWorld(policies);
  const services = world.process(hook);
  const sendOtp = services.get("sendOtp");
  const verifyOtp = services.get("verifyOtp");
  return {
    ...world,
    world,
    services,
    send: (change: Partial<Parameters<typeof sendOtp>[0]> = {}) => world.clock.until(sendOtp({ ...ask, ...change })),
    verify: (code: string, change: Partial<Parameters<typeof verifyOtp>[0]> = {}) =>
      verifyOtp({ ...ask, code, ...change }),
  };
};

describe("a code that goes out", () => {
  test("is answered with what is needed to verify it, reaches the phone, and is accepted once", async () => {
    const { send, verify, codes, values, gateway } = begun();
    const sent = await send();
    expect(sent).toEqual({
      kind: "sent",
      answer: {
        verificationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        to: "+9198••••3210",
        expiresAt: "2026-11-24T10:05:00.000Z",
        resendAt: "2026-11-24T10:00:30.000Z",
        segments: 1,
      },
    });
    expect(gateway.calls[0]).toMatchObject({ to: aNumber, class: "otp" });
    expect(values("sms.sent")).toMatchObject([{ to: aNumber, class: "otp", recipient: "recipient" }]);
    expect(await verify(codes()[0]!)).toEqual({ kind: "accepted" });
    expect(await verify(codes()[0]!)).toEqual({ kind: "rejected" });
  });

  test("shows its template, minutes and no watch that is left", async () => {
    const { send, gateway, codes, store } = begun();
    await send();
    expect(gateway.received[0]!.text).toBe(
      `${codes()[0]} is your login code, valid for 5 min. Never share this code with anyone, not even with our staff.`,
    );
    expect(await store.schedule.size()).toMatchObject({ entries: 0 });
  });

  test("carries the WebOTP line last", async () => {
    const web = { ...defaultOtpPolicy("login"), webHost: "shop.example" };
    const { send, gateway, codes } = begun(new Map([["login", web]]));
    await send();
    expect(gateway.received[0]!.text.split("\n").at(-1)).toBe(`@shop.example #${codes()[0]}`);
  });

  test("every spelling of a number shares one record", async () => {
    const { send, verify, codes } = begun();
    await send({ to: "098765 43210" });
    for (const to of ["9876543210", "+91 98765-43210", "00919876543210"])
      expect(await send({ to })).toMatchObject({ kind: "held" });
    expect(await verify(codes()[0]!, { to: "919876543210" })).toEqual({ kind: "accepted" });
  });

  test("of 100 parallel requests one is sent", async () => {
    const { send, gateway } = begun();
    const answers = await Promise.all(Array.from({ length: 100 }, () => send()));
    expect(answers.filter(({ kind }) => kind === "sent")).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === "held")).toHaveLength(99);
    expect(gateway.calls).toHaveLength(1);
  });
});

describe("a code that does not go out", () => {
  test("within the cool-down: held for as long as it lasts, with its reason in the outcome", async () => {
    const { send, clock, values } = begun();
    await send();
    await clock.advance(10_000);
    expect(await send()).toMatchObject({ kind: "held", refusal: { reason: "otp-refused" }, retryAfterMs: 20_000 });
    expect(values("sms.failed")).toMatchObject([{ reason: "otp-refused", to: aNumber, attempts: 0 }]);
  });

  test.each<[string, Partial<OtpRequest>, object]>([
    ["no number", { to: "12" }, { kind: "refused", refusal: { reason: "invalid-phone-number" } }],
    ["an extension", { to: "+91 9876543210 ext 5" }, { kind: "refused", refusal: { reason: "invalid-phone-number" } }],
    ["a landline", { to: "+912222820000" }, { kind: "refused", refusal: { reason: "number-type-not-allowed" } }],
    ["a purpose without a policy", { purpose: "lottery" }, { kind: "invalid", faults: [{ pointer: "/purpose" }] }],
  ])("to %s", async (_, change, answer) => {
    const { send, gateway } = begun();
    expect(await send(change)).toMatchObject(answer);
    expect(gateway.calls).toEqual([]);
  });

  test.each(["7", "foreign", "5f9d2c60"])("under the id %s, which is no UUID", async (verificationId) => {
    const { send, gateway } = begun();
    expect(await send({ verificationId })).toMatchObject({ kind: "invalid", faults: [{ pointer: "/verificationId" }] });
    expect(gateway.calls).toEqual([]);
  });

  test("to a country that the purpose leaves out", async () => {
    const indian = { ...defaultOtpPolicy("login"), countries: new Set(["IN"]) };
    const { send } = begun(new Map([["login", indian]]));
    expect(await send({ to: "+447400123456" })).toMatchObject({ refusal: { reason: "destination-not-allowed" } });
    expect(await send()).toMatchObject({ kind: "sent" });
  });

  test("rejected by the gateway: the earlier code stays valid, and the slot comes back", async () => {
    const { send, verify, codes, clock, gateway } = begun();
    const first = await send();
    await clock.advance(30_000);
    gateway.next("reject");
    expect(await send()).toMatchObject({ kind: "refused", refusal: { reason: "gateway-rejected" } });
    const { verificationId } = first.kind === "sent" ? first.answer : {};
    expect(await send({ verificationId })).toMatchObject({ kind: "sent", answer: { verificationId } });
    expect(await verify(codes()[0]!)).toEqual({ kind: "accepted" });
  });

  test("the gateway takes nothing: unavailable, and the slot comes back", async () => {
    const { send, gateway } = begun();
    gateway.byDefault = "down";
    expect(await send()).toMatchObject({ kind: "unavailable" });
    gateway.byDefault = "ok";
  });
});

describe("nobody knows whether it went out", () => {
  test("an ambiguous answer is followed by the same code, once, and it is honoured", async () => {
    const { send, verify, codes, gateway } = begun();
    gateway.next("cut", "ok");
    expect(await send()).toMatchObject({ kind: "sent" });
    expect(codes()).toHaveLength(2);
    expect(codes()[0]).toBe(codes()[1]);
    expect(await verify(codes()[0]!)).toEqual({ kind: "accepted" });
  });

  test("ambiguous twice: in doubt, its code and the earlier one are honoured, the slot stays taken", async () => {
    const { send, verify, codes, clock, gateway, values } = begun();
    await send();
    await clock.advance(30_000);
    gateway.next("cut", "500");
    expect(await send()).toMatchObject({ kind: "sent" });
    expect(values("sms.failed")).toMatchObject([{ reason: "outcome-unknown" }]);
    expect(await send()).toMatchObject({ kind: "held" });
    const [first, second] = codes();
    expect(first).not.toBe(second);
    expect(await verify("wrong!")).toEqual({ kind: "rejected" });
    expect(await verify(second!)).toEqual({ kind: "accepted" });
  });
});

describe("it answers within 10 s", () => {
  test("while the gateway is silent; a late success is told by the same key", async () => {
    const { send, clock, gateway, verify, codes } = begun();
    gateway.next("hang", "hang");
    const before = clock.monotonic();
    const first = await send({ idempotencyKey: "k" });
    expect(clock.monotonic() - before).toBeLessThanOrEqual(10_000);
    expect(first).toMatchObject({ kind: "unavailable" });
    await clock.advance(60_000);
    expect(await send({ idempotencyKey: "k" })).toMatchObject({ kind: "sent" });
    expect(codes().length).toBeLessThanOrEqual(1);
    expect(await verify("000000")).toEqual({ kind: "rejected" });
  });

  test("while the gateway takes nothing", async () => {
    const { send, clock, gateway, world, services, values } = begun();
    gateway.byDefault = "throttle";
    const before = clock.monotonic();
    expect(await send()).toMatchObject({ kind: "unavailable" });
    expect(clock.monotonic() - before).toBeLessThanOrEqual(10_000);
    gateway.byDefault = "ok";
    await sweep(world, services, 300_000);
    expect(gateway.received).toEqual([]);
    expect(values("sms.failed")).toHaveLength(1);
    expect(await send()).toMatchObject({ kind: "sent" });
  });
});

describe("Idempotency-Key", () => {
  test("the same key and body: the first answer, one text", async () => {
    const { send, gateway } = begun();
    const first = await send({ idempotencyKey: "k" });
    expect(first.kind).toBe("sent");
    expect(await send({ idempotencyKey: "k" })).toEqual(first);
    expect(gateway.calls).toHaveLength(1);
  });

  test("parallel ones: one text, one answer", async () => {
    const { send, gateway } = begun();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send({ idempotencyKey: "k" })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(gateway.calls).toHaveLength(1);
  });

  test("another body: a conflict; another caller's key is another key", async () => {
    const { send } = begun();
    await send({ idempotencyKey: "k" });
    expect(await send({ idempotencyKey: "k", purpose: "registration" })).toEqual({ kind: "conflict" });
    expect(await send({ idempotencyKey: "k", purpose: "registration", caller: "bank" })).toMatchObject({
      kind: "sent",
    });
  });

  test("what sent nothing leaves the key free", async () => {
    const { send, gateway } = begun();
    gateway.next("reject");
    expect(await send({ idempotencyKey: "k" })).toMatchObject({ kind: "refused" });
    expect(await send({ idempotencyKey: "k" })).toMatchObject({ kind: "sent" });
  });
});

describe("a store that is away", () => {
  const away = Object.assign(new Error("away"), { name: "JournalUnavailable" });
  test.each(["schedule.watch", "idempotency.begin"])("%s rejects: unavailable, nothing is sent", async (step) => {
    const hook: Hook = {
      before: (called) => {
        if (called === step) throw away;
      },
    };
    const { send, gateway } = begun(defaultOtpPolicies, hook);
    expect(await send({ idempotencyKey: "k" })).toMatchObject({ kind: "unavailable" });
    expect(gateway.calls).toEqual([]);
  });

  test("otpStore.reserve rejects: unavailable, nothing is sent", async () => {
    const hook: Hook = {
      before: (called) => {
        if (called === "otpStore.reserve") throw away;
      },
    };
    const { send, gateway } = begun(defaultOtpPolicies, hook);
    expect(await send()).toMatchObject({ kind: "unavailable" });
    expect(gateway.calls).toEqual([]);
  });

  test("otpStore.verify rejects: unavailable", async () => {
    const hook: Hook = {
      before: (called) => {
        if (called === "otpStore.verify") throw away;
      },
    };
    const { send, verify, codes } = begun(defaultOtpPolicies, hook);
    await send();
    expect(await verify(codes()[0]!)).toMatchObject({ kind: "unavailable" });
  });
});
