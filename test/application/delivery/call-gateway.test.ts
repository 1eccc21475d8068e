import { describe, expect, test } from "vitest";
import { createCallGateway } from "../../../src/application/delivery/call-gateway.js";
import type { GatewayAnswer, SmsGateway } from "../../../src/application/ports/sms-gateway.js";
import type { SendPlan } from "../../../src/domain/decision/send-plan.js";
import { noMeters } from "../../support/no-meters.js";
import { openSpine } from "../../support/spine.js";

const minute = 60_000;

describe("a text that is about to leave", () => {
  test.each([
    [64, 8],
    [256, 16],
  ])(
    "of %i in flight at most %i are marked and have not left, however slow the journal is",
    async (slots, unwritten) => {
      const spine = openSpine({ slots });
      spine.troubled.trouble("mark", ...Array<"before">(100).fill("before"));
      const marking = new Set<unknown>();
      let most = 0;
      const steps = spine.troubled.steps;
      spine.gateway.onCall = () => {
        for (const { name, args } of steps.splice(0)) if (name === "mark") marking.add(args[0]);
        most = Math.max(most, marking.size - spine.gateway.calls.length + 1);
      };
      const messages = Array.from({ length: 200 }, () => spine.aMessage());
      const all = messages.map((message, n) => spine.deliverMessage(message, `order.created/0/${n}`, spine.never));
      await spine.clock.until(Promise.all(all), minute);
      expect(spine.gateway.received).toHaveLength(200);
      expect(marking.size).toBe(200);
      expect(most).toBeLessThanOrEqual(unwritten);
      expect(most).toBeGreaterThan(1);
    },
  );

  test("has a place at once for each of eight, and for more where five times as many are on the wire", async () => {
    const { breaker, clock, rateQueue, never } = openSpine();
    const marks: (() => void)[] = [];
    const answers: (() => void)[] = [];
    const smsGateway: SmsGateway = {
      name: "sns",
      endsWithinMs: 5_000,
      publish: async (_, __, departure) => {
        await departure.mayLeave();
        departure.left();
        await new Promise<void>((resolve) => answers.push(resolve));
        return { kind: "accepted", providerMessageId: "1" };
      },
      close: async () => undefined,
    };
    const needs = { breaker, clock, meters: noMeters, rateQueue, slots: { total: 256 }, smsGateway };
    const callGateway = createCallGateway(needs);
    const deadline = new Date(clock.now().getTime() + minute);
    const plan = { to: "+919876543210", class: "transactional", text: "Hello", deadline } as SendPlan;
    const mark = () => new Promise<"ok">((resolve) => marks.push(() => resolve("ok")));
    const all = Array.from({ length: 200 }, () => callGateway({ plan, mark, isProbe: false }, never));
    const marking: Record<number, number> = {};
    for (let onWire = 0; onWire < 120; onWire++) {
      await clock.advance(1);
      expect(answers).toHaveLength(onWire);
      marking[onWire] = marks.length;
      marks.shift()?.();
    }
    // One place more is for a code alone.
    expect([0, 40, 41, 60, 75, 76, 100].map((onWire) => marking[onWire])).toEqual([7, 7, 8, 11, 14, 15, 15]);
    // Answers that came leave as few places as at the start.
    for (const answer of answers.splice(0)) answer();
    await clock.advance(1);
    for (let left = 0; left < 10; left++) {
      marks.shift()?.();
      await clock.advance(1);
    }
    expect(marks).toHaveLength(7);
    while (marks.length > 0 || answers.length > 0) {
      for (const ready of [...marks.splice(0), ...answers.splice(0)]) ready();
      await clock.advance(1);
    }
    await Promise.all(all);
  });

  test("is not marked when the breaker opened while it was signed", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    const publish = spine.gateway.publish.bind(spine.gateway);
    let signs = true;
    spine.gateway.publish = async (...call) => {
      if (signs)
        spine.breaker.heard(
          { kind: "misconfigured", code: "AccessDenied", detail: "" },
          spine.clock.monotonic(),
          false,
        );
      signs = false;
      return publish(...call);
    };
    expect(
      await spine.clock.until(spine.deliverMessage(message, "order.created/0/1", spine.never), minute),
    ).toMatchObject({
      state: "sent",
    });
    expect((await spine.journal.read(message.id))?.attempts).toBe(1);
    expect(spine.gateway.calls).toHaveLength(1);
  });

  test("whose client cannot make the call was never marked: it waits, and goes once when that ends", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    const publish = spine.gateway.publish.bind(spine.gateway);
    let without = 3;
    spine.gateway.publish = async (...call) => {
      without -= 1;
      return without < 0 ? publish(...call) : { kind: "misconfigured", code: "CredentialsProviderError", detail: "" };
    };
    const delivered = spine.deliverMessage(message, "order.created/0/1", spine.never);
    await spine.clock.advance(100);
    expect(await spine.journal.read(message.id)).toMatchObject({ state: "open", attempts: 0 });
    expect(await spine.clock.until(delivered, minute)).toMatchObject({ state: "sent" });
    expect(spine.gateway.received).toHaveLength(1);
  });

  test.each([
    ["ended before its lease, where it would take longer by itself", 60_000, 9_500, true],
    ["left to itself, where it ends long before its lease", 5_000, 5_000, false],
  ])("that hangs is %s", async (_, endsWithinMs, endsAt, isCut) => {
    const spine = openSpine();
    Object.assign(spine.gateway, { endsWithinMs });
    const publish = spine.gateway.publish.bind(spine.gateway);
    const answers: GatewayAnswer[] = [];
    spine.gateway.publish = async (...call) => {
      const answer = await publish(...call);
      answers.push(answer);
      return answer;
    };
    spine.gateway.next("hang");
    const message = spine.aMessage();
    const delivered = spine.deliverMessage(message, "order.created/0/1", spine.never);
    await spine.clock.advance(endsAt - 100);
    expect(await spine.journal.read(message.id)).toMatchObject({ state: "sending", attempts: 1 });
    await spine.clock.advance(200);
    expect(await spine.journal.read(message.id)).not.toMatchObject({ state: "sending", attempts: 1 });
    await spine.clock.until(delivered, minute);
    expect(answers[0]).toMatchObject({ kind: "ambiguous", detail: isCut ? "AbortError" : "TimeoutError" });
  });

  test("whose mark took up its lease does not leave, and its call is not timed", async () => {
    const spine = openSpine();
    const seconds: number[] = [];
    const { breaker, clock, gateway: smsGateway, rateQueue } = spine;
    const meters = { ...noMeters, gatewaySeconds: (took: number) => void seconds.push(took) };
    const callGateway = createCallGateway({ breaker, clock, meters, rateQueue, slots: { total: 8 }, smsGateway });
    const deadline = new Date(clock.now().getTime() + minute);
    const plan = { to: "+919876543210", class: "transactional", text: "Hello", deadline } as SendPlan;
    const slow = callGateway({ plan, mark: () => clock.sleep(9_000).then(() => "ok"), isProbe: false }, spine.never);
    expect(await clock.until(slow, minute)).toMatchObject({ kind: "answered", answer: { kind: "not-accepted" } });
    expect(spine.gateway.received).toHaveLength(0);
    expect(seconds).toEqual([]);
    const quick = callGateway({ plan, mark: async () => "ok", isProbe: false }, spine.never);
    expect(await clock.until(quick, minute)).toMatchObject({ kind: "answered", answer: { kind: "accepted" } });
    expect(seconds).toHaveLength(1);
  });
});
