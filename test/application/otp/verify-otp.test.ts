import { describe, expect, test } from "vitest";
import { createOtpMacs } from "../../../src/adapters/system/otp-macs.js";
import { defaultOtpPolicies, defaultOtpPolicy, type OtpPolicies } from "../../../src/domain/otp/otp-policy.js";
import { aNumber, otpWorld } from "../../support/otp-service.js";

const foreign = "5f9d2c60-9d3f-4f1e-8f0a-1d7b6c1f0a11";
const ask = { to: aNumber, purpose: "login", caller: "shop" };

const begun = async (policies: OtpPolicies = defaultOtpPolicies) => {
  const world = otpWorld(policies);
  const steps: string[] = [];
  const services = world.process({ before: (step) => void steps.push(step) });
  const sent = await world.clock.until(services.get("sendOtp")(ask));
  if (sent.kind !== "sent") throw new Error(sent.kind);
  const verifyOtp = services.get("verifyOtp");
  const code = world.codes()[0]!;
  const wrong = code === "000000" ? "000001" : "000000";
  const { verificationId } = sent.answer;
  return {
    world,
    steps,
    code,
    wrong,
    verificationId,
    verify: (guess: string, change: Partial<Parameters<typeof verifyOtp>[0]> = {}) =>
      verifyOtp({ ...ask, code: guess, ...change }),
  };
};

describe("what a guess is answered", () => {
  test("attempts left are told to who knows the verification id only", async () => {
    const { verify, wrong, verificationId } = await begun();
    expect(await verify(wrong)).toEqual({ kind: "rejected" });
    expect(await verify(wrong, { verificationId })).toEqual({ kind: "rejected", attemptsLeft: 4 });
    expect(await verify(wrong, { verificationId: foreign })).toEqual({ kind: "rejected" });
    expect(await verify(wrong, { verificationId: verificationId.toUpperCase() })).toEqual({
      kind: "rejected",
      attemptsLeft: 3,
    });
  });

  test("wrong, expired, used and unknown are one answer", async () => {
    const used = await begun();
    await used.verify(used.code);
    const expired = await begun();
    await expired.world.clock.advance(300_000);
    const answers = [
      await used.verify(used.code),
      await expired.verify(expired.code),
      await (await begun()).verify("not it"),
      await used.verify(used.code, { to: "+919876543211" }),
      await used.verify(used.code, { to: "no number" }),
    ];
    for (const answer of answers) expect(answer).toEqual({ kind: "rejected" });
  });

  test("no attempts left, even the right code is rejected", async () => {
    const { verify, wrong, code, verificationId } = await begun();
    for (let tries = 0; tries < 5; tries += 1) await verify(wrong, { verificationId });
    expect(await verify(code, { verificationId })).toEqual({ kind: "rejected", attemptsLeft: 0 });
  });

  test("a code is accepted as people type it", async () => {
    const { verify, code } = await begun();
    expect(await verify(` ${code.slice(0, 3)}-${code.slice(3)} `)).toEqual({ kind: "accepted" });
  });

  test("where the policy asks for the verification id, a guess without it is invalid and spends nothing", async () => {
    const strict = { ...defaultOtpPolicy("login"), requireVerificationId: true };
    const { verify, code, verificationId } = await begun(new Map([["login", strict]]));
    const none = null as unknown as undefined;
    for (const given of [undefined, none, "", "  ", "7", "foreign", `${verificationId}0`, `{${verificationId}}`])
      expect(await verify(code, { verificationId: given })).toMatchObject({
        kind: "invalid",
        faults: [{ pointer: "/verificationId" }],
      });
    expect(await verify(code, { verificationId })).toEqual({ kind: "accepted" });
  });

  test("a key that did not ask verifies nothing, where the policy does not let any", async () => {
    const strict = await begun();
    const { verificationId } = strict;
    expect(await strict.verify(strict.code, { caller: "bank", verificationId })).toEqual({ kind: "rejected" });
    const lenient = await begun(new Map([["login", { ...defaultOtpPolicy("login"), anyCaller: true }]]));
    expect(await lenient.verify(lenient.code, { caller: "bank" })).toEqual({ kind: "accepted" });
  });

  test("a stranger who asks for a number and guesses leaves the person's session as it was", async () => {
    const { code, verificationId, verify, wrong, world } = await begun();
    await world.clock.advance(30_000);
    const again = await world.clock.until(world.process().get("sendOtp")(ask));
    if (again.kind !== "sent") throw new Error(again.kind);
    expect(again.answer.verificationId).not.toBe(verificationId);
    const stranger = { verificationId: again.answer.verificationId };
    for (let n = 0; n < 10; n += 1) await verify(wrong, stranger);
    for (let n = 0; n < 10; n += 1) await verify(wrong);
    expect(await verify(code, { verificationId })).toEqual({ kind: "accepted" });
  });
});

test("right and wrong guesses make the same calls", async () => {
  const { verify, steps, code, wrong } = await begun();
  const callsOf = async (guess: string) => {
    steps.length = 0;
    await verify(guess);
    return steps.filter((step) => !step.startsWith("eventPublisher"));
  };
  expect(await callsOf(wrong)).toEqual(["otpStore.verify"]);
  expect(await callsOf(code)).toEqual(["otpStore.verify"]);
});

describe("events", () => {
  test("otp.verified: id, purpose and keyed hash, no number, no code", async () => {
    const { verify, world, code, verificationId } = await begun();
    await verify(code);
    await world.clock.advance(0);
    const event = world.published.find(({ topic }) => topic === "otp.verified")!;
    const sent = world.published.find(({ topic }) => topic === "sms.sent")!;
    expect(JSON.parse(String(event.value))).toEqual({
      verificationId,
      purpose: "login",
      recipientHash: sent.key,
      occurredAt: "2026-11-24T10:00:00.000Z",
    });
    expect(event).toMatchObject({
      key: sent.key,
      headers: {
        ce_specversion: "1.0",
        ce_type: "otp.verified",
        ce_source: "/sms-service",
        "content-type": "application/json",
      },
    });
    expect(JSON.stringify(event)).not.toMatch(new RegExp(`${code}|9876543210`));
  });

  test("otp.exhausted once, with the last attempt", async () => {
    const { verify, world, wrong, verificationId } = await begun();
    for (let tries = 0; tries < 8; tries += 1) await verify(wrong);
    await world.clock.advance(0);
    expect(world.values("otp.exhausted")).toMatchObject([{ verificationId, purpose: "login" }]);
    expect(world.values("otp.verified")).toEqual([]);
  });
});

test("an old secret is honoured while it is named, and no longer", () => {
  const [older, newer] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const made = createOtpMacs([older]).make(aNumber, "login", "012345");
  expect(createOtpMacs([newer, older]).all(aNumber, "login", "012345")).toContain(made);
  expect(createOtpMacs([newer]).all(aNumber, "login", "012345")).not.toContain(made);
  expect(createOtpMacs([newer, older]).make(aNumber, "login", "012345")).not.toBe(made);
});

test("a MAC is bound to number, purpose and code", () => {
  const { make } = createOtpMacs([Buffer.alloc(32, 1)]);
  const macs = [
    make(aNumber, "login", "012345"),
    make("+919876543211", "login", "012345"),
    make(aNumber, "registration", "012345"),
    make(aNumber, "login", "012346"),
    make(`${aNumber}login`, "", "012345"),
  ];
  expect(new Set(macs).size).toBe(macs.length);
});

describe("the pumping guard", () => {
  const numbers = Array.from({ length: 60 }, (_, at) => `+9198765430${String(at).padStart(2, "0")}`);

  test("the 51st code to a block where nobody enters one is held, with its evidence", async () => {
    const world = otpWorld();
    const services = world.process();
    const kinds: string[] = [];
    for (const to of numbers) kinds.push((await world.clock.until(services.get("sendOtp")({ ...ask, to }))).kind);
    expect(kinds).toEqual([...Array(50).fill("sent"), ...Array(10).fill("held")]);
    expect(world.gateway.calls).toHaveLength(50);
    const failed = world.values("sms.failed")[0];
    expect(failed).toMatchObject({ reason: "otp-refused" });
    const entry = await world.store.journal.read(failed.messageId);
    expect(entry!.outcome!.trace).toContainEqual(
      expect.objectContaining({
        verdict: "refuse",
        observed: expect.stringMatching(/^\+919876xxxxxx: 50 sent, 0 verified \(0 %\) in 60 min$/),
      }),
    );
    expect(await services.get("meters").text()).toContain('sms_otp_total{purpose="login",event="pumping"} 10');
  });

  test("where a fifth of the codes are entered, nothing is held", async () => {
    const world = otpWorld();
    const services = world.process();
    for (const [at, to] of numbers.entries()) {
      expect(await world.clock.until(services.get("sendOtp")({ ...ask, to }))).toMatchObject({ kind: "sent" });
      if (at % 5 === 0) await services.get("verifyOtp")({ ...ask, to, code: world.codes().at(-1)! });
      await world.clock.advance(0);
    }
  });

  test("a caller whose codes to one range nobody enters goes on in the ranges where people do", async () => {
    const world = otpWorld();
    const services = world.process();
    const send = (to: string) => world.clock.until(services.get("sendOtp")({ ...ask, to }));
    const good = "+919812345678";
    expect(await send(good)).toMatchObject({ kind: "sent" });
    await services.get("verifyOtp")({ ...ask, to: good, code: world.codes()[0]! });
    await world.clock.advance(3_600_000);
    const pumped = Array.from({ length: 60 }, (_, at) => `+9198${10 + at}543210`);
    for (const to of pumped) await send(to);
    expect(await send("+919776543210"), "a range that is new to the caller").toMatchObject({ kind: "held" });
    expect(await send("+919812345679"), "a range whose codes are entered").toMatchObject({ kind: "sent" });
    expect(
      await world.clock.until(services.get("sendOtp")({ ...ask, to: "+919776543210", caller: "bank" })),
    ).toMatchObject({ kind: "sent" });
  });

  test("what was refused or unsent is not counted", async () => {
    const world = otpWorld();
    const services = world.process();
    world.gateway.byDefault = "reject";
    for (const to of numbers) await world.clock.until(services.get("sendOtp")({ ...ask, to }));
    world.gateway.byDefault = "ok";
    expect(await world.clock.until(services.get("sendOtp")(ask))).toMatchObject({ kind: "sent" });
  });
});

test("no code and no number in clear, but `to`, is anywhere it should not be", async () => {
  // Ten digits: shorter ones may turn up in an instant by chance.
  const { world, verify, code } = await begun(new Map([["login", { ...defaultOtpPolicy("login"), length: 10 }]]));
  await verify("0000000000");
  await world.clock.advance(30_000);
  const services = world.process();
  world.gateway.next("cut", "ok");
  await world.clock.until(services.get("sendOtp")(ask));
  await verify(code);
  await world.clock.advance(0);
  const codes = world.codes();
  const told = [
    ...world.logs,
    await services.get("meters").text(),
    ...world.published.map((event) =>
      JSON.stringify({ ...event, value: String(event.value).replace(`"to":"${aNumber}"`, "") }),
    ),
  ].join("\n");
  for (const secret of [...codes, aNumber.slice(1)]) expect(told).not.toContain(secret);
  for (const { key, value } of world.published.map((event) => ({ key: event.key, value: String(event.value) }))) {
    const { messageId } = JSON.parse(value);
    expect(key).not.toContain("98765");
    const entry = messageId === undefined ? undefined : await world.store.journal.read(messageId);
    for (const secret of codes) expect(JSON.stringify(entry?.outcome?.trace ?? [])).not.toContain(secret);
  }
});
