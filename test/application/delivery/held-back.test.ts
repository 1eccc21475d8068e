import { describe, expect, test } from "vitest";
import { GatewayBreaker } from "../../../src/application/delivery/gateway-breaker.js";
import type { GatewayAnswer } from "../../../src/application/ports/sms-gateway.js";
import { Slots } from "../../../src/application/delivery/slots.js";
import { settled } from "../../support/manual-clock.js";
import { ofClass, openSpine } from "../../support/spine.js";

const answers: Record<
  "ok" | "throttled" | "unreachable" | "aborted" | "forbidden" | "unclear" | "rejected",
  GatewayAnswer
> = {
  ok: { kind: "accepted", providerMessageId: "1" },
  throttled: { kind: "not-accepted", cause: "throttled", detail: "" },
  unreachable: { kind: "not-accepted", cause: "unreachable", detail: "" },
  aborted: { kind: "not-accepted", cause: "aborted", detail: "" },
  forbidden: { kind: "misconfigured", code: "AccessDenied", detail: "" },
  unclear: { kind: "ambiguous", detail: "" },
  rejected: { kind: "rejected", code: "InvalidParameter", detail: "" },
};

describe("GatewayBreaker", () => {
  const open = () => {
    const changes: string[] = [];
    const breaker = new GatewayBreaker((cause, isOpen) => changes.push(`${cause} ${isOpen ? "open" : "closed"}`));
    const hear = (times: number, answer: keyof typeof answers, everyMs: number, from = 0) => {
      for (let n = 0; n < times; n += 1) breaker.heard(answers[answer], from + n * everyMs, false);
    };
    return { breaker, changes, hear };
  };

  test.each([
    ["one refusal of our credentials", 1, "forbidden", 0, "misconfigured"],
    ["twenty throttles over two seconds", 21, "throttled", 100, "throttled"],
    ["ten refused connections over a second", 11, "unreachable", 100, "unreachable"],
    ["nineteen throttles", 19, "throttled", 1_000, undefined],
    ["a burst of throttles within two seconds", 200, "throttled", 9, undefined],
    ["calls that were cut short by ourselves", 100, "aborted", 100, undefined],
    ["five answers of which nobody knows within two seconds", 5, "unclear", 500, "ambiguous"],
    ["four of them", 4, "unclear", 0, undefined],
    ["one of them now and then", 100, "unclear", 501, undefined],
    ["refused texts", 100, "rejected", 100, undefined],
  ] as const)("%s", (_, times, answer, everyMs, cause) => {
    const { breaker, hear } = open();
    hear(times, answer, everyMs);
    expect(breaker.cause).toBe(cause);
  });

  test("another answer in between starts the count anew", () => {
    const { breaker, hear } = open();
    hear(19, "throttled", 200);
    hear(1, "ok", 0, 4_000);
    hear(19, "throttled", 200, 4_100);
    expect(breaker.cause).toBeUndefined();
  });

  test("an answer that is clear ends a row of unclear ones", () => {
    const { breaker, hear } = open();
    hear(4, "unclear", 10);
    hear(1, "rejected", 0, 50);
    hear(4, "unclear", 10, 60);
    expect(breaker.cause).toBeUndefined();
  });

  test.each([
    ["did not reach it", "unreachable", false],
    ["were throttled", "throttled", false],
    ["were throttled, at a lower rate from then on", "throttled", true],
  ] as const)(
    "calls in between that %s end no row of unclear ones: the gateway took nothing of them",
    (_, answer, isSlowed) => {
      const { breaker, hear } = open();
      for (let n = 0; n < 5; n += 1) {
        expect(breaker.cause).toBeUndefined();
        hear(1, "unclear", 0, n * 300);
        breaker.heard(answers[answer], n * 300 + 150, false, isSlowed);
      }
      expect(breaker.cause).toBe("ambiguous");
    },
  );

  describe("a provider that takes texts and drops them", () => {
    const minutes = 60_000;
    test("its answers prove nothing: nothing goes until the time is over, then one text", () => {
      const { breaker, changes } = open();
      breaker.dropped(15 * minutes, 0);
      breaker.heard(answers.ok, 10, false);
      expect([breaker.cause, breaker.waitMs(10), breaker.waitMs(10, "otp")]).toEqual([
        ...["account-blocked", 10_000, 10_000],
      ]);
      expect(breaker.waitMs(15 * minutes - 10)).toBe(10);
      expect(breaker.waitMs(15 * minutes)).toBe(0);
      expect(breaker.waitMs(15 * minutes)).toBeGreaterThan(0);
      breaker.heard(answers.ok, 15 * minutes + 50, true);
      expect([breaker.cause, breaker.waitMs(15 * minutes + 50)]).toEqual(["account-blocked", 10_000]);
      expect(breaker.waitMs(17 * minutes)).toBe(50);
      expect(changes).toEqual(["account-blocked open"]);
    });

    test("no receipt says it again within two minutes: it closes", () => {
      const { breaker, changes } = open();
      breaker.dropped(1_000, 0);
      breaker.waitMs(1_000);
      breaker.heard(answers.ok, 1_100, true);
      expect([breaker.waitMs(1_100 + 2 * minutes), breaker.cause]).toEqual([0, undefined]);
      expect(changes).toEqual(["account-blocked open", "account-blocked closed"]);
    });

    test("a receipt says it of the probe, too: it waits as long again", () => {
      const { breaker, changes } = open();
      breaker.dropped(1_000, 0);
      breaker.waitMs(1_000);
      breaker.heard(answers.ok, 1_100, true);
      breaker.dropped(15 * minutes, 30_000);
      expect(breaker.waitMs(2 * minutes + 1_100)).toBeGreaterThan(0);
      expect(breaker.waitMs(15 * minutes + 29_990)).toBe(10);
      expect(changes).toEqual(["account-blocked open"]);
    });

    test.each(["forbidden", "unclear", "aborted", "rejected"] as const)(
      "a probe whose answer is %s finds nothing out: another goes soon",
      (answer) => {
        const { breaker } = open();
        breaker.dropped(1_000, 0);
        breaker.waitMs(1_000);
        breaker.heard(answers[answer], 1_100, true);
        expect([breaker.cause, breaker.waitMs(1_100)]).toEqual(["account-blocked", 1_000]);
        expect([breaker.waitMs(2_100), breaker.cause]).toEqual([0, "account-blocked"]);
      },
    );

    test("a breaker that was open for another cause is open for this one", () => {
      const { breaker, changes } = open();
      breaker.heard(answers.forbidden, 0, false);
      breaker.dropped(1_000, 10);
      expect(changes).toEqual(["misconfigured open", "misconfigured closed", "account-blocked open"]);
    });
  });

  test("one probe at a time, ever later, until one is taken", () => {
    const { breaker, changes } = open();
    breaker.heard(answers.forbidden, 0, false);
    expect(breaker.waitMs(0)).toBe(500);
    let now = 500;
    const gaps: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      expect(breaker.waitMs(now)).toBe(0);
      // While it is under way, nobody else.
      expect(breaker.waitMs(now)).toBeGreaterThan(0);
      expect(breaker.waitMs(now + 7_000)).toBeGreaterThan(0);
      now += 100;
      breaker.heard(answers.forbidden, now, true);
      gaps.push(breaker.waitMs(now));
      now += gaps.at(-1)!;
    }
    expect(gaps).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    breaker.heard(answers.ok, now, true);
    expect([breaker.waitMs(now), breaker.waitMs(now), breaker.cause]).toEqual([0, 0, undefined]);
    expect(changes).toEqual(["misconfigured open", "misconfigured closed"]);
  });

  test.each(["forbidden", "unreachable", "throttled", "unclear", "aborted"] as const)(
    "calls under way when it opened that end %s say nothing of the probes",
    (answer) => {
      const { breaker, changes, hear } = open();
      hear(11, "unreachable", 100);
      hear(63, answer, 1, 1_001);
      expect(breaker.waitMs(1_100)).toBe(400);
      expect(changes).toEqual(["unreachable open"]);
    },
  );

  test("a call under way when it opened that is taken closes it", () => {
    const { breaker, hear } = open();
    hear(11, "unreachable", 100);
    hear(1, "ok", 0, 1_001);
    expect(breaker.cause).toBeUndefined();
  });

  test.each(["unclear", "aborted"] as const)("a probe that is %s does not close it", (answer) => {
    const { breaker, hear } = open();
    hear(11, "unreachable", 100);
    breaker.heard(answers[answer], 2_000, true);
    expect([breaker.cause, breaker.waitMs(2_000)]).toEqual(["unreachable", 1_000]);
  });

  test("a text refused for its own sake closes it, and a probe that never called is given up", () => {
    const { breaker, hear } = open();
    hear(11, "unreachable", 100);
    expect(breaker.waitMs(2_000)).toBe(0);
    expect(breaker.waitMs(12_000)).toBe(0);
    breaker.heard(answers.rejected, 12_100, true);
    expect(breaker.cause).toBeUndefined();
  });

  test("whoever waits is told when it closes, and leaves nothing behind when its own wait ends", async () => {
    const { breaker } = open();
    breaker.heard(answers.forbidden, 0, false);
    const over = new AbortController();
    const [gone, told] = [breaker.closed(over.signal), breaker.closed(new AbortController().signal)];
    over.abort();
    await gone;
    let closed = false;
    void told.then(() => {
      closed = true;
    });
    await settled();
    expect(closed).toBe(false);
    breaker.heard(answers.ok, 1, false);
    await told;
    await breaker.closed(new AbortController().signal);
  });
});

describe("an open breaker", () => {
  test("holds everybody back, lets one probe through at a time, and all go on by themselves once it closes", async () => {
    const spine = openSpine();
    spine.gateway.byDefault = "forbidden";
    const runs = Array.from({ length: 50 }, () => spine.deliverMessage(spine.aMessage(), "t/0/1", spine.never));
    await spine.clock.advance(1);
    // All 50 had begun before the first answer.
    const begun = spine.gateway.calls.length;
    await spine.clock.advance(60_000);
    const probes = spine.gateway.calls.length - begun;
    expect(probes).toBeGreaterThan(3);
    expect(probes).toBeLessThan(15);
    expect(spine.published).toEqual([]);
    spine.gateway.byDefault = "ok";
    await spine.clock.until(Promise.all(runs), 15_000);
    expect(spine.changes).toEqual(["misconfigured open", "misconfigured closed"]);
    const ends = await Promise.all(runs);
    // A few had backed off for long enough to be parked.
    expect(ends.every(({ kind }) => kind === "settled" || kind === "parked")).toBe(true);
    expect(spine.gateway.received).toHaveLength(ends.filter(({ kind }) => kind === "settled").length);
  });

  test("codes go on while a gateway throttles, and one that is taken closes it", async () => {
    const spine = openSpine();
    spine.gateway.byDefault = "throttle";
    for (let n = 0; n < 40; n += 1)
      void spine.deliverMessage(spine.aMessage(ofClass("promotional")), "t/0/1", spine.never);
    await spine.clock.advance(20_000);
    expect(spine.breaker.cause).toBe("throttled");
    spine.gateway.byDefault = "ok";
    await spine.deliverMessage(spine.aMessage(ofClass("otp")), "t/0/1", spine.never);
    expect([spine.outcomes()[0]?.["class"], spine.breaker.cause]).toEqual(["otp", undefined]);
  });

  test("throttling of a class that has a rate slows the class and opens nothing", async () => {
    const spine = openSpine({ rates: { transactional: 100, promotional: 100 } });
    spine.gateway.byDefault = "throttle";
    for (let n = 0; n < 40; n += 1)
      void spine.deliverMessage(spine.aMessage(ofClass("promotional")), "t/0/1", spine.never);
    await spine.clock.advance(20_000);
    expect(spine.breaker.cause).toBeUndefined();
    expect(spine.slowed.slice(0, 3)).toEqual([
      ["promotional", 0.5],
      ["promotional", 0.25],
      ["promotional", 0.125],
    ]);
  });

  test("throttling that lasts opens it; every text is taken exactly once when it ends", async () => {
    const spine = openSpine();
    spine.gateway.byDefault = "throttle";
    const stop = new AbortController();
    const woken = spine.wakeParked(stop.signal);
    const messages = Array.from({ length: 40 }, () => spine.aMessage());
    const runs = messages.map((message) => spine.deliverMessage(message, "t/0/1", stop.signal));
    await spine.clock.advance(20_000);
    expect(spine.breaker.cause).toBe("throttled");
    const calls = spine.gateway.calls.length;
    await spine.clock.advance(10_000);
    expect(spine.gateway.calls.length - calls).toBeLessThanOrEqual(3);
    spine.gateway.byDefault = "ok";
    await spine.clock.advance(70_000);
    await Promise.all(runs);
    stop.abort();
    await spine.clock.until(woken);
    expect(spine.gateway.received.map(({ text }) => text).sort()).toEqual(
      messages
        .map(({ request: { content } }) => (content.kind === "template" ? `Hello ${content.variables["word"]}` : ""))
        .sort(),
    );
    expect(spine.outcomes().every(({ status }) => status === "sent")).toBe(true);
  });
});

describe("Slots", () => {
  test("eight are otp's alone, a freed one goes to the first lane that may have it", async () => {
    const slots = new Slots(10);
    const taken: string[] = [];
    const take = (lane: "otp" | "transactional" | "promotional") =>
      slots.take(lane).then((release) => {
        taken.push(lane);
        return release;
      });
    const first = await take("transactional");
    await take("promotional");
    const waiting = [take("promotional"), take("transactional")];
    for (let n = 0; n < 8; n += 1) await take("otp");
    await settled();
    expect([taken.filter((lane) => lane === "otp").length, slots.used]).toEqual([8, 10]);
    void take("otp");
    first();
    first();
    await settled();
    expect(taken.at(-1)).toBe("otp");
    expect([taken.length, slots.used]).toEqual([11, 10]);
    expect(waiting).toHaveLength(2);
  });

  test("are held from mark to settle only (invariant 5): not while backing off, waiting for the rate, or busy", async () => {
    const spine = openSpine({ slots: 9, rates: { transactional: 1, promotional: 1 } });
    spine.gateway.byDefault = "down";
    const busy = spine.aMessage();
    await spine.journal.open(busy.id, "t/0/2", "resend-once", 15_000, spine.clock.now());
    for (const message of [busy, spine.aMessage(), spine.aMessage(), spine.aMessage()])
      void spine.deliverMessage(message, "t/0/1", spine.never);
    await spine.clock.advance(50);
    expect(spine.slots.used).toBe(0);
    spine.gateway.byDefault = "hang";
    await spine.clock.advance(1_000);
    expect(spine.slots.used).toBe(1);
  });

  test("a code never waits behind texts that hang", async () => {
    const spine = openSpine({ slots: 10 });
    spine.gateway.next("hang", "hang");
    for (let n = 0; n < 5; n += 1) void spine.deliverMessage(spine.aMessage(), "t/0/1", spine.never);
    await spine.clock.advance(1);
    const code = spine.deliverMessage(spine.aMessage(ofClass("otp")), "t/0/1", spine.never);
    await spine.clock.advance(1);
    expect(await code).toMatchObject({ state: "sent" });
    expect(spine.gateway.calls).toHaveLength(3);
    expect(spine.counted).toContain("otp -1");
  });
});
