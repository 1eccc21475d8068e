import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import { createMemoryPumpingLedger } from "../../../src/adapters/memory/pumping-ledger.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { createGuardPumping } from "../../../src/application/otp/guard-pumping.js";
import type { PhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { otpWorld } from "../../support/otp-service.js";
import { runs } from "../../support/property-runs.js";

const hour = 3_600_000;
const ask = { purpose: "login", caller: "shop" };
const numbers = Array.from({ length: 40 }, (_, at) => `+9198${10 + at}543210`);

const opened = (otpPerHour: number | undefined) => {
  const world = otpWorld();
  let limits = { ...noLimits, otpPerHour };
  const services = world.process().provide("limits", [], () => () => limits);
  const send = (to: string) => world.clock.until(services.get("sendOtp")({ ...ask, to }));
  const kinds = async (of: readonly string[]) => {
    const all: string[] = [];
    for (const to of of) all.push((await send(to)).kind);
    return all;
  };
  const set = (to: number | undefined) => {
    limits = { ...noLimits, otpPerHour: to };
  };
  return { world, services, send, kinds, set };
};

describe("the budget of all codes in an hour", () => {
  test("the next code is held, says so everywhere, and goes once the hour is over", async () => {
    const { world, services, send, kinds } = opened(20);
    expect(await kinds(numbers.slice(0, 22))).toEqual([...Array(20).fill("sent"), "held", "held"]);
    expect(await send(numbers[30]!)).toMatchObject({
      kind: "held",
      refusal: { reason: "otp-refused", detail: expect.stringContaining("otp.hour in SMS_LIMITS") },
      retryAfterMs: expect.any(Number),
    });
    expect(await services.get("meters").text()).toContain('sms_otp_total{purpose="login",event="budget"} 3');
    const { messageId } = world.values("sms.failed")[0];
    const entry = await world.store.journal.read(messageId);
    expect(entry!.outcome!.trace).toContainEqual(
      expect.objectContaining({ rule: "otp-budget", verdict: "refuse", observed: expect.stringMatching(/^20 codes/u) }),
    );
    await world.clock.advance(hour + 5 * 60_000);
    expect(await send(numbers[30]!)).toMatchObject({ kind: "sent" });
  });

  test("of parallel asks exactly the budget goes", async () => {
    const { world, services } = opened(10);
    await world.clock.until(Promise.all(numbers.map((to) => services.get("sendOtp")({ ...ask, to }))));
    expect(world.gateway.received).toHaveLength(10);
  });

  test("who is held takes nothing of it, and neither does a code that surely did not go out", async () => {
    const { world, kinds } = opened(3);
    world.gateway.byDefault = "reject";
    expect(await kinds(numbers.slice(0, 3))).toEqual(Array(3).fill("refused"));
    await world.clock.advance(0);
    expect(await kinds(numbers.slice(3, 6))).toEqual(Array(3).fill("refused"));
    world.gateway.byDefault = "ok";
    expect(await kinds(numbers.slice(10, 15))).toEqual(["sent", "sent", "sent", "held", "held"]);
  });

  test("a code that waits too long for the gateway is taken back once", async () => {
    const { world, services, kinds } = opened(3);
    // The longest waits between the tries: the text is parked before its door gives up.
    const random = services.get("randomness");
    services.provide("randomness", [], () => ({ ...random, below: (bound: number) => bound - 1 }));
    expect(await kinds(numbers.slice(0, 2))).toEqual(["sent", "sent"]);
    world.gateway.byDefault = "throttle";
    expect(await kinds(numbers.slice(2, 3))).toEqual(["unavailable"]);
    world.gateway.byDefault = "ok";
    await world.clock.advance(60_000);
    expect(await kinds(numbers.slice(3, 6))).toEqual(["sent", "held", "held"]);
  });

  test("without a budget nothing is held; one that is set later knows the hour before it", async () => {
    const { kinds, set } = opened(undefined);
    expect(await kinds(numbers.slice(0, 30))).toEqual(Array(30).fill("sent"));
    set(31);
    expect(await kinds(numbers.slice(30, 32))).toEqual(["sent", "held"]);
  });

  test("no hour holds more codes than it, whatever is taken back and when", async () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 10 * 60_000 }),
      returnedAfterMs: fc.option(fc.nat(20 * 60_000)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
        let now = new Date("2026-11-24T10:00:00Z").getTime();
        const clock = { now: () => new Date(now) };
        const guard = createGuardPumping({
          hashes: createHashes(Buffer.alloc(32, 7)),
          limits: () => ({ otpPerHour: 4 }),
          pumpingGuard: { thresholds: [], allow: [] },
          pumpingLedger: createMemoryPumpingLedger({ clock }),
        });
        const to = "+919876543210" as PhoneNumber;
        const sent: number[] = [];
        for (const { waitMs, returnedAfterMs } of steps) {
          now += waitMs;
          const at = now;
          if ((await guard.admit(to, "shop")).kind !== "admitted") continue;
          if (returnedAfterMs === null) sent.push(at);
          else {
            now += returnedAfterMs;
            await guard.unsent(to, "shop");
          }
        }
        for (const from of sent)
          expect(sent.filter((at) => at >= from && at < from + hour).length).toBeLessThanOrEqual(4);
      }),
      { numRuns: runs(1_000) },
    );
  });
});
