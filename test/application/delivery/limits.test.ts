import { describe, expect, test } from "vitest";
import { createMemoryThrottle } from "../../../src/adapters/memory/throttle.js";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import { sweepReservations } from "../../../src/application/money/keep-books.js";
import { createEndDoubt } from "../../../src/application/money/end-doubt.js";
import { createResolveDoubt } from "../../../src/application/delivery/resolve-doubt.js";
import type { GatherFacts } from "../../../src/application/controls/gather-facts.js";
import type { Limits } from "../../../src/application/ports/limits.js";
import type { Throttle } from "../../../src/application/ports/throttle.js";
import { ManualClock } from "../../support/manual-clock.js";
import { noMeters } from "../../support/no-meters.js";
import type { Act } from "../../support/scripted-gateway.js";
import { ofClass, openSpine, type SpineOptions } from "../../support/spine.js";

/** Of one part to India, by the shipped price book. */
const part = 6_450;
const promotionalPart = 2_580;

const withMoney = (money: Partial<Limits["money"]>): SpineOptions => ({
  limits: { ...noLimits, money: { ...noLimits.money, ...money } },
});
const oneADay: SpineOptions = {
  limits: { ...noLimits, recipient: { class: new Map([["transactional", { day: 1 }]]), template: new Map() } },
};

const open = (options: SpineOptions) => {
  const spine = openSpine(options);
  const { clock, deliverMessage, moneyLedger, never } = spine;
  const month = async () => (await moneyLedger.book("2026-11")).get("month") ?? { spent: 0, reserved: 0, codes: 0 };
  const run = async (message = spine.aMessage()) => {
    await clock.until(deliverMessage(message, "t/0/1", never));
    return spine.outcomes().at(-1)!;
  };
  return { ...spine, month, run };
};

test("a text that waited for its slot until it was late takes nothing: neither its money nor its place stays", async () => {
  const slots = 24;
  const spine = open({ ...oneADay, slots });
  spine.troubled.trouble("settle", ...Array<"before">(10_000).fill("before"));
  // Eight slots are codes' alone, and three texts whose end is not written down hold none.
  const others = Array.from({ length: slots - 8 + 3 }, (_, n) => spine.aMessage({ to: `+9198765430${10 + n}` }));
  const sent = others.map((message, n) => spine.deliverMessage(message, `t/0/${n}`, spine.never));
  await spine.clock.advance(5_000);
  const to = "+919876543299";
  const notAfter = new Date(spine.clock.now().getTime() + 10_000);
  const message = spine.aMessage({ to, notAfter });
  const late = spine.deliverMessage(message, "t/0/100", spine.never);
  await spine.clock.advance(12_000);
  spine.troubled.trouble("settle");
  await spine.clock.until(Promise.all([...sent, late]));
  const outcome = spine.outcomes().find(({ messageId }) => messageId === message.id);
  expect(outcome).toMatchObject({ status: "failed", reason: "gateway-unavailable", attempts: 0 });
  expect(await spine.month()).toMatchObject({ spent: others.length * part, reserved: 0 });
  expect(await spine.run(spine.aMessage({ to }))).toMatchObject({ status: "sent" });
});

describe("money", () => {
  test("a text that goes is spent for its estimate, and nothing stays reserved", async () => {
    const { month, run } = open(withMoney({ month: 100 * part }));
    expect(await run()).toMatchObject({ status: "sent" });
    expect(await month()).toMatchObject({ spent: part, reserved: 0 });
  });

  test("a text that does not fit is refused with the sum and when it begins anew; nothing is reserved, nothing called", async () => {
    const { gateway, month, run } = open(withMoney({ month: part }));
    await run();
    const refused = await run();
    expect(refused).toMatchObject({ status: "failed", reason: "spend-limit-reached", attempts: 0 });
    expect(refused["detail"]).toMatch(/month 2026-11: 0\.00645 of 0\.00645 USD .* begins anew at 2026-12-01T00:00:00/u);
    expect([gateway.calls.length, await month()]).toEqual([1, { spent: part, reserved: 0, codes: 0 }]);
  });

  test("of a limit of one part, a text of two is refused", async () => {
    const { aMessage, month, run } = open(withMoney({ day: part }));
    const long = aMessage({ content: { kind: "text", text: "a".repeat(200) } });
    expect(await run(long)).toMatchObject({ reason: "spend-limit-reached", segments: 2 });
    expect(await month()).toMatchObject({ spent: 0, reserved: 0 });
  });

  test("what the provider refuses costs nothing", async () => {
    const { gateway, month, run } = open({});
    gateway.next("reject");
    expect(await run()).toMatchObject({ reason: "gateway-rejected" });
    expect(await month()).toMatchObject({ spent: 0, reserved: 0 });
  });

  test("what was surely not taken reserves again for the next try, once", async () => {
    const { gateway, month, run } = open({});
    gateway.next("throttle");
    expect(await run()).toMatchObject({ status: "sent", attempts: 2 });
    expect(await month()).toMatchObject({ spent: part, reserved: 0 });
  });

  test("a text that may have gone out and is sent again is spent twice; one in doubt stays spent until it is resolved", async () => {
    const resent = open({});
    resent.gateway.next("cut");
    expect(await resent.run()).toMatchObject({ status: "sent" });
    expect(await resent.month()).toMatchObject({ spent: 2 * part, reserved: 0 });
    const doubted = open({ policy: "never-resend" });
    doubted.gateway.next("cut");
    const message = doubted.aMessage();
    expect(await doubted.run(message)).toMatchObject({ reason: "outcome-unknown" });
    expect(await doubted.month()).toMatchObject({ spent: part, reserved: 0 });
    expect(await doubted.moneyLedger.find(message.id, 1)).toMatchObject({ micros: part });
    await createEndDoubt(doubted)({ messageId: message.id, sends: 1 }, "failed");
    expect(await doubted.month()).toMatchObject({ spent: 0, reserved: 0 });
  });

  test.each([
    ["failed", 0],
    ["sent", 2 * part],
  ] as const)("a text in doubt that was sent twice, resolved as %s: so is the money of both", async (state, spent) => {
    const spine = open({});
    spine.gateway.next("cut", "cut");
    const message = spine.aMessage();
    expect(await spine.run(message)).toMatchObject({ reason: "outcome-unknown", attempts: 2 });
    expect(await spine.month()).toMatchObject({ spent: 2 * part, reserved: 0 });
    const resolveDoubt = createResolveDoubt({ ...spine, endDoubt: createEndDoubt(spine), meters: noMeters });
    for (const answer of ["resolved", "repeated"]) {
      expect(await resolveDoubt(message.id, state)).toBe(answer);
      expect(await spine.month()).toMatchObject({ spent, reserved: 0 });
    }
  });

  test("of a text that may have gone out, and ended at its second send, nothing stays in doubt", async () => {
    for (const ends of ["ok", "reject"] as const) {
      const { aMessage, clock, gateway, month, moneyLedger, run } = open({});
      gateway.next("cut", ends);
      const message = aMessage();
      await run(message);
      await clock.advance(1);
      expect(await month()).toMatchObject({ spent: ends === "ok" ? 2 * part : part, reserved: 0 });
      expect(await moneyLedger.find(message.id, 1)).toBeUndefined();
    }
  });

  test("what a dead worker reserved is ended by what the journal knows", async () => {
    const { aMessage, clock, journal, month, moneyLedger, run } = open({});
    const sent = aMessage();
    await run(sent);
    const lines = [{ scope: "month", period: "2026-11", limit: undefined, kept: 0, resetsAt: undefined }];
    const charge = { micros: 1_000, isCode: false, lines, books: ["2026-11"] };
    // Of a message that was sent; of one that was claimed and never marked; of one that nobody knows any more.
    await moneyLedger.reserve({ ...charge, messageId: sent.id, send: 2 });
    const claimed = aMessage();
    await journal.open(claimed.id, "t/0/9", "resend-once", 1, clock.now());
    await moneyLedger.reserve({ ...charge, messageId: claimed.id, send: 1, micros: 2_000 });
    await moneyLedger.reserve({ ...charge, messageId: "forgotten", send: 1, micros: 4_000 });
    expect(await month()).toMatchObject({ spent: part, reserved: 7_000 });
    expect(await sweepReservations({ journal, moneyLedger })).toBe(0);
    await clock.advance(121_000);
    expect(await sweepReservations({ journal, moneyLedger })).toBe(3);
    expect(await month()).toMatchObject({ spent: part + 4_000, reserved: 0 });
  });

  test("the trace has the number behind the verdict", async () => {
    const { aMessage, journal, run } = open(withMoney({ day: 10 * part }));
    const message = aMessage();
    await run(message);
    const { trace = [] } = (await journal.read(message.id))?.outcome ?? {};
    expect(trace.find(({ rule }) => rule === "spend")).toEqual({
      rule: "spend",
      verdict: "pass",
      observed: expect.stringMatching(/^day 2026-11-\d\d: 0\.00645 of 0\.0645 USD$/u),
      consequence: "6450 micro-USD are reserved",
    });
  });
});

describe("texts to one number", () => {
  test("50 at once go a second apart at least, one after the other; others and codes do not wait for them", async () => {
    const spine = openSpine({ spaced: true, slots: 100 });
    const { aMessage, clock, deliverMessage, gateway, never } = spine;
    const went: { readonly to: string; readonly at: number }[] = [];
    gateway.onCall = ({ to }) => went.push({ to, at: clock.monotonic() });
    const stop = new AbortController();
    const woken = spine.wakeParked(stop.signal);
    const one = "+919876543210";
    for (let n = 0; n < 50; n += 1) void deliverMessage(aMessage(), "t/0/1", never);
    const others = Array.from({ length: 20 }, (_, n) => `+9198765432${String(50 + n)}`);
    for (const to of others) void deliverMessage(aMessage({ to }), "t/0/2", never);
    void deliverMessage(aMessage(ofClass("otp")), "t/0/3", never);
    await clock.advance(10);
    expect(went.filter(({ to }) => to !== one).map(({ to }) => to)).toEqual(others);
    expect(went.filter(({ to }) => to === one)).toHaveLength(2);
    await clock.advance(120_000);
    const instants = went.filter(({ to }) => to === one).map(({ at }) => at);
    expect(instants).toHaveLength(51);
    // The first two are one text and the code.
    const gaps = instants.slice(2).map((at, n) => at - instants[n + 1]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    stop.abort();
    await clock.until(woken);
  });

  test.each([
    ["none", 0],
    ["5 s", 100],
    ["20 s", 400],
    ["a minute", 1_200],
  ])("a second lies between them, however long the account's rate let them wait before: %s", async (_, before) => {
    const spine = openSpine({ spaced: true, slots: 100, rates: { transactional: 20, promotional: undefined } });
    const { aMessage, clock, deliverMessage, gateway, never } = spine;
    const went: { readonly to: string; readonly at: number }[] = [];
    gateway.onCall = ({ to }) => went.push({ to, at: clock.monotonic() });
    const stop = new AbortController();
    const woken = spine.wakeParked(stop.signal);
    const one = "+919876543210";
    const serial = (n: number) => `+91987654${String(1_000 + n)}`;
    for (let n = 0; n < before; n += 1) void deliverMessage(aMessage({ to: serial(n) }), "t/0/2", never);
    for (let n = 0; n < 6; n += 1) void deliverMessage(aMessage({ to: one }), "t/0/1", never);
    await clock.advance((before / 20) * 1_000 + 30_000);
    const instants = went.filter(({ to }) => to === one).map(({ at }) => at);
    expect(instants).toHaveLength(6);
    const gaps = instants.slice(1).map((at, n) => at - instants[n]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    // The rate holds for them, too: more than a tenth of a second's parts are never saved up.
    for (const { at } of went)
      expect(went.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(23);
    stop.abort();
    await clock.until(woken);
  });

  test("60 that were held up together ask three times each at most, not once for each that goes before", async () => {
    const jam = createMemoryThrottle(new ManualClock(), { transactional: undefined, promotional: undefined });
    let jammed = true;
    const take: Throttle["take"] = async (of, texts) => (jammed ? { taken: 0, waitMs: 1_000 } : jam.take(of, texts));
    const spine = openSpine({ spaced: true, slots: 100, throttle: { ...jam, atOnce: () => 100, take } });
    const { aMessage, clock, deliverMessage, gateway, never } = spine;
    const went: number[] = [];
    gateway.onCall = () => went.push(clock.monotonic());
    const stop = new AbortController();
    const woken = spine.wakeParked(stop.signal);
    for (let n = 0; n < 60; n += 1) void deliverMessage(aMessage(), "t/0/1", never);
    await clock.advance(90_000);
    expect(went).toEqual([]);
    const asked = spine.placesAsked();
    jammed = false;
    await clock.advance(90_000);
    expect(went).toHaveLength(60);
    expect(Math.min(...went.slice(1).map((at, n) => at - went[n]!))).toBeGreaterThanOrEqual(1_000);
    expect(spine.placesAsked() - asked).toBeLessThanOrEqual(3 * 60);
    stop.abort();
    await clock.until(woken);
  });

  test.each([
    ["a second after it was judged, the rate lets it go", 900, "sent", null],
    ["it waited longer for the rate, and is judged anew", 3_000, "failed", "opted-out"],
  ])("a person who opts out while a text waits: %s", async (_, waits, status, reason) => {
    const idle = createMemoryThrottle(new ManualClock(), { transactional: undefined, promotional: undefined });
    let jammed = true;
    let optedOut: Awaited<ReturnType<GatherFacts>>["optedOut"];
    const take: Throttle["take"] = async (of, texts) => (jammed ? { taken: 0, waitMs: 100 } : idle.take(of, texts));
    const spine = openSpine({
      throttle: { ...idle, atOnce: () => 1, take },
      gatherFacts: async () => ({ optedOut }),
    });
    const { aMessage, clock, deliverMessage, gateway, moneyLedger, never, outcomes } = spine;
    const ended = deliverMessage(aMessage(), "t/0/1", never);
    await clock.advance(waits / 2);
    optedOut = { since: clock.now(), source: "keyword" };
    await clock.advance(waits / 2);
    jammed = false;
    await clock.until(ended);
    expect(outcomes().at(-1)).toMatchObject({ status, reason });
    expect(gateway.calls).toHaveLength(status === "sent" ? 1 : 0);
    const { spent = 0, reserved = 0 } = (await moneyLedger.book("2026-11")).get("month") ?? {};
    expect([spent, reserved]).toEqual([status === "sent" ? part : 0, 0]);
  });

  test("beyond a cap a text is refused, with when the next may go, and costs nothing", async () => {
    const { month, run } = open(oneADay);
    expect(await run()).toMatchObject({ status: "sent" });
    const capped = await run();
    expect(capped).toMatchObject({ status: "failed", reason: "frequency-capped" });
    expect(capped["detail"]).toMatch(/1 of transactional are allowed per day, the next one from 2026-/u);
    expect(await month()).toMatchObject({ spent: part, reserved: 0 });
  });

  test("a text that waits for the rate counts towards a cap from when it goes", async () => {
    const idle = createMemoryThrottle(new ManualClock(), { transactional: undefined, promotional: undefined });
    let jammed = true;
    const take: Throttle["take"] = async (of, texts) => (jammed ? { taken: 0, waitMs: 1_000 } : idle.take(of, texts));
    const oneAnHour = { class: new Map([["transactional", { hour: 1 }]] as const), template: new Map() };
    const spine = open({ limits: { ...noLimits, recipient: oneAnHour }, throttle: { ...idle, atOnce: () => 1, take } });
    const { aMessage, clock, deliverMessage, never, outcomes, run } = spine;
    const late = deliverMessage(aMessage(), "t/0/1", never);
    await clock.advance(20 * 60_000);
    jammed = false;
    await clock.until(late);
    expect(outcomes().at(-1)).toMatchObject({ status: "sent" });
    await clock.advance(41 * 60_000);
    expect(await run()).toMatchObject({ reason: "frequency-capped" });
    await clock.advance(20 * 60_000);
    expect(await run()).toMatchObject({ status: "sent" });
  });

  test("a text that the gateway never took does not count towards a cap", async () => {
    const { aMessage, clock, gateway, run } = open(oneADay);
    gateway.next(...Array<"throttle">(10).fill("throttle"));
    const notAfter = new Date(clock.now().getTime() + 3_000);
    expect(await run(aMessage({ notAfter }))).toMatchObject({ status: "failed", reason: "gateway-unavailable" });
    expect(await run()).toMatchObject({ status: "sent" });
  });

  test("a text that was refused for money, or by the provider, does not count towards a cap", async () => {
    const { gateway, run } = open(oneADay);
    gateway.next("reject");
    expect(await run()).toMatchObject({ reason: "gateway-rejected" });
    expect(await run()).toMatchObject({ status: "sent" });
  });

  test.each<[string, readonly Act[], Partial<Limits["money"]>, string]>([
    ["is in doubt", ["cut", "cut"], {}, "outcome-unknown"],
    ["the provider refuses its second send", ["cut", "reject"], {}, "gateway-rejected"],
    ["there is no money for a second one", ["cut"], { month: part }, "outcome-unknown"],
  ])("a text that may have gone out counts towards a cap: %s", async (_, acts, money, reason) => {
    const { gateway, run } = open({ limits: { ...withMoney(money).limits!, recipient: oneADay.limits!.recipient } });
    gateway.next(...acts);
    expect(await run()).toMatchObject({ status: "failed", reason });
    expect(await run()).toMatchObject({ status: "failed", reason: "frequency-capped" });
  });

  test("a text in doubt that was not sent, as somebody found out, counts no longer", async () => {
    const spine = open({ ...oneADay, policy: "never-resend" });
    spine.gateway.next("cut");
    const message = spine.aMessage();
    expect(await spine.run(message)).toMatchObject({ reason: "outcome-unknown" });
    expect(await spine.run()).toMatchObject({ reason: "frequency-capped" });
    const resolveDoubt = createResolveDoubt({ ...spine, endDoubt: createEndDoubt(spine), meters: noMeters });
    expect(await resolveDoubt(message.id, "failed")).toBe("resolved");
    expect(await spine.run()).toMatchObject({ status: "sent" });
  });
});

describe("the provider's own limit", () => {
  const account = (spent: number): SpineOptions => ({
    account: { limit: 50_000_000, spent, countedBy: "provider", period: "2026-11", own: 0 },
  });

  test.each([
    ["with room, everything goes", 40_000_000, ["sent", "sent"]],
    ["with less than 2 % left, promotional texts stop", 49_200_000, ["spend-limit-reached", "sent"]],
    ["with less than 1 % left, transactional ones too", 49_700_000, ["spend-limit-reached", "spend-limit-reached"]],
  ] as const)("%s", async (_, spent, ends) => {
    const { aMessage, run, month } = open(account(spent));
    const got: unknown[] = [];
    for (const of of ["promotional", "transactional"] as const) {
      const { reason, status } = await run(aMessage(ofClass(of)));
      got.push(reason ?? status);
    }
    expect(got).toEqual(ends);
    const cost = [promotionalPart, part].reduce((sum, micros, at) => sum + (ends[at] === "sent" ? micros : 0), 0);
    expect(await month()).toMatchObject({ spent: cost, reserved: 0 });
  });

  test("its word that the limit is spent stops every text, codes too, and takes nothing", async () => {
    const until = Date.UTC(2026, 11, 1);
    const { aMessage, run, month } = open({ spentUp: { at: until - 1_000, limit: 50_000_000, until } });
    for (const of of ["promotional", "transactional"] as const) {
      const { detail, reason } = await run(aMessage(ofClass(of)));
      expect(reason).toBe("spend-limit-reached");
      expect(detail).toMatch(/limit of 50\.00 USD \(MonthlySpendLimit\) is spent.*until 2026-12-01T00:00:00\.000Z/u);
    }
    expect(await month()).toMatchObject({ spent: 0, reserved: 0 });
  });

  test("the refusal names the limit, who counted, and the command that raises it", async () => {
    const { aMessage, run } = open(account(49_500_000));
    const { detail } = await run(aMessage(ofClass("promotional")));
    expect(detail).toMatch(
      /account's own monthly limit of 50\.00 USD \(MonthlySpendLimit\) 49\.50 USD were spent by the provider's count .* sms account set MonthlySpendLimit AMOUNT/u,
    );
  });

  test("what this service spent since it was read counts", async () => {
    const { aMessage, run } = open(account(49_000_000 - 2 * promotionalPart));
    const ends: unknown[] = [];
    for (let n = 0; n < 4; n += 1) ends.push((await run(aMessage(ofClass("promotional"))))["status"]);
    expect(ends).toEqual(["sent", "sent", "failed", "failed"]);
  });
});
