import { describe, expect, test } from "vitest";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import { defaultOtpPolicy } from "../../../src/domain/otp/otp-policy.js";
import { aNumber, type Hook, otpWorld, sweep } from "../../support/otp-service.js";

const ask = { to: aNumber, purpose: "login", caller: "shop" };
/** A cool-down that outlives the sweep: what is sent after it shows whether the slot came back. */
const patient = new Map([["login", { ...defaultOtpPolicy("login"), coolDownsMs: [280_000] }]]);

/** The process ends at this step: neither it nor anything after it goes on. */
const endsAt = (when: "before" | "after", step: string): Hook => {
  let dead = false;
  const never = new Promise<void>(() => undefined);
  const hook = (now: "before" | "after") => async (called: string) => {
    if (now === when && called === step) dead = true;
    if (dead) await never;
  };
  return { before: hook("before"), after: hook("after") };
};

/** What must hold after the sweep: texts that reached the phone, the outcome, and whether the slot came back. */
const rows: [when: "before" | "after", step: string, texts: number, outcome: string | null, refunded: boolean][] = [
  ["before", "schedule.watch", 0, null, true],
  ["after", "schedule.watch", 0, "gateway-unavailable", true],
  ["after", "journal.open", 0, "gateway-unavailable", true],
  ["before", "otpStore.reserve", 0, "gateway-unavailable", true],
  ["after", "otpStore.reserve", 0, "gateway-unavailable", true],
  ["after", "pumpingLedger.sent", 0, "gateway-unavailable", true],
  ["before", "journal.mark", 0, "gateway-unavailable", true],
  ["after", "journal.mark", 0, "outcome-unknown", true],
  ["after", "gateway.publish", 1, "outcome-unknown", true],
  ["before", "journal.settle", 1, "outcome-unknown", true],
  ["after", "journal.settle", 1, "sent", false],
  ["before", "eventPublisher.publish", 1, "sent", false],
  ["after", "eventPublisher.publish", 1, "sent", false],
  ["after", "otpStore.confirm", 1, "sent", false],
  ["before", "schedule.done", 1, "sent", false],
  ["after", "schedule.done", 1, "sent", false],
];

describe("a process that ends while it sends a code asked for over HTTP", () => {
  test.each(rows)("%s %s: %i texts, outcome %s, slot refunded: %s", async (when, step, texts, outcome, refunded) => {
    const world = otpWorld(patient);
    const first = world.process(endsAt(when, step));
    void first.get("sendOtp")(ask);
    await world.clock.advance(1_000);

    const second = world.process();
    await sweep(world, second, 120_000);
    expect(world.gateway.received).toHaveLength(texts);
    const ends = new Set(world.published.map(({ headers }) => headers["ce_id"]));
    expect(ends.size).toBe(outcome === null ? 0 : 1);
    if (outcome !== null)
      expect(JSON.parse(String(world.published[0]!.value))).toMatchObject(
        outcome === "sent" ? { status: "sent" } : { status: "failed", reason: outcome },
      );
    expect(await world.store.schedule.size()).toMatchObject({ entries: 0 });

    const again = await world.clock.until(second.get("sendOtp")(ask));
    expect(again.kind).toBe(refunded ? "sent" : "held");
    const code = world.codes()[0]!;
    expect(await second.get("verifyOtp")({ ...ask, code })).toEqual({ kind: "accepted" });
  });
});

test.each(["before", "after"] as const)("ended %s a refused send gave its slot back: the sweep does", async (when) => {
  const world = otpWorld(patient);
  world.gateway.next("reject");
  const first = world.process(endsAt(when, "otpStore.abort"));
  void first.get("sendOtp")(ask);
  await world.clock.advance(1_000);
  const second = world.process();
  await sweep(world, second, 120_000);
  expect(new Set(world.values("sms.failed").map(({ reason }) => reason))).toEqual(new Set(["gateway-rejected"]));
  expect(await world.clock.until(second.get("sendOtp")(ask))).toMatchObject({ kind: "sent" });
});

describe("a process that ends while it sends a code that an event asks for", () => {
  const event = {
    topic: "otp.requested",
    partition: 0,
    offset: 0n,
    timestamp: new Date("2026-11-24T10:00:00Z"),
    key: null,
    value: Buffer.from(JSON.stringify({ to: aNumber, purpose: "login" })),
    headers: {},
  };
  const handle = (services: ReturnType<ReturnType<typeof otpWorld>["process"]>) => {
    const read = services.get("readEvent")(event, services.get("clock").now());
    return services.get("handleEvent")(event, read, new AbortController().signal);
  };

  test("after the text went out: a fresh one is sent, and both are honoured until they expire", async () => {
    for (const which of [0, 1]) {
      const world = otpWorld();
      void handle(world.process(endsAt("after", "gateway.publish")));
      await world.clock.advance(1_000);
      const second = world.process();
      await world.clock.until(handle(second));
      const codes = world.codes();
      expect(codes).toHaveLength(2);
      expect(world.values("sms.sent")).toHaveLength(1);
      expect(await second.get("verifyOtp")({ ...ask, code: codes[which]! })).toEqual({ kind: "accepted" });
    }
  });

  test("after the text went out, and no other may: the one that arrived is honoured", async () => {
    const world = otpWorld();
    const budget = { ...noLimits, otpPerHour: 1 };
    const process = (hook?: Hook) => world.process(hook).provide("limits", [], () => () => budget);
    void handle(process(endsAt("after", "gateway.publish")));
    await world.clock.advance(1_000);
    const second = process();
    await world.clock.until(handle(second));
    expect(world.values("sms.failed")).toMatchObject([{ reason: "outcome-unknown" }]);
    expect(await second.get("verifyOtp")({ ...ask, code: world.codes()[0]! })).toEqual({ kind: "accepted" });
  });

  test("before the text went out: one is sent, and it takes one slot", async () => {
    const world = otpWorld(
      new Map([["login", { ...defaultOtpPolicy("login"), sendsPerDay: 2, coolDownsMs: [1_000] }]]),
    );
    void handle(world.process(endsAt("after", "otpStore.reserve")));
    await world.clock.advance(1_000);
    const second = world.process();
    await world.clock.until(handle(second));
    expect(world.codes()).toHaveLength(1);
    await world.clock.advance(1_000);
    expect(await world.clock.until(second.get("sendOtp")(ask))).toMatchObject({ kind: "sent" });
  });
});
