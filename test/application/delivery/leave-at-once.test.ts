import { describe, expect, test } from "vitest";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import type { Message } from "../../../src/application/message/message.js";
import type { Limits } from "../../../src/application/ports/limits.js";
import type { Act } from "../../support/scripted-gateway.js";
import { ofClass, openSpine, type SpineOptions } from "../../support/spine.js";

const minute = 60_000;
const source = "order.created/0/1";
/** Of one part to India, by the shipped price book. */
const part = 6_450;
type Spine = ReturnType<typeof openSpine>;

const limited = (change: Partial<Limits>): SpineOptions => ({ limits: { ...noLimits, ...change } });
const month = (micros: number) => limited({ money: { ...noLimits.money, month: micros } });

interface Scenario {
  readonly options?: SpineOptions;
  readonly acts?: readonly Act[];
  readonly before?: (spine: Spine, message: Message) => Promise<unknown> | unknown;
  readonly change?: Parameters<Spine["aMessage"]>[0];
}

const scenarios: readonly (readonly [string, Scenario])[] = [
  ["nothing holds it back", {}],
  ["a code's class", { change: ofClass("otp") }],
  ["a promotional text", { change: ofClass("promotional") }],
  [
    "the recipient opted out",
    { options: { gatherFacts: async () => ({ optedOut: { since: new Date(0), source: undefined } }) } },
  ],
  [
    "it waits for its hours",
    { change: { sendAt: new Date(Date.UTC(2026, 10, 27, 12)) }, before: ({ clock }) => clock.advance(1) },
  ],
  ["a limit has room for it", { options: month(part) }],
  ["a limit has no room", { options: month(part - 1) }],
  [
    "a cap is full",
    {
      options: limited({ recipient: { class: new Map([["transactional", { day: 1 }]]), template: new Map() } }),
      before: ({ aMessage, clock, deliverMessage, never }) =>
        clock.until(deliverMessage(aMessage(), "order.created/0/0", never)),
    },
  ],
  [
    "the account's own limit has room",
    { options: { account: { limit: 100 * part, spent: 0, countedBy: "provider", period: "2026-11", own: 0 } } },
  ],
  [
    "the account's own limit has none",
    { options: { account: { limit: part, spent: part, countedBy: "provider", period: "2026-11", own: 0 } } },
  ],
  [
    "the provider says that its limit is spent",
    { options: { spentUp: { at: 0, until: Date.UTC(2100, 0, 1), limit: null } } },
  ],
  ["the gateway throttles", { acts: ["throttle", "throttle"] }],
  ["the gateway refuses", { acts: ["reject"] }],
  ["nobody knows", { acts: ["500"] }],
  ["nobody knows, and it may not be repeated", { options: { policy: "never-resend" }, acts: ["cut"] }],
  ["nobody knows twice", { acts: ["500", "cut"] }],
  ["its class has a rate", { options: { rates: { transactional: 1, promotional: 1 } } }],
  [
    "it ended before",
    {
      before: async ({ clock, deliverMessage, never }, message) => clock.until(deliverMessage(message, source, never)),
    },
  ],
  [
    "another run died with its claim",
    { before: ({ journal }, { id, payload }) => journal.open(id, "o/0/9", "resend-once", 20_000, new Date(), payload) },
  ],
  [
    "another run died while sending it",
    {
      before: async ({ journal }, { id, payload }) => {
        await journal.open(id, "o/0/9", "resend-once", 20_000, new Date(), payload);
        await journal.mark(id, 1, 1, 10_000);
      },
    },
  ],
  [
    "the breaker is open",
    {
      before: ({ breaker, clock }) =>
        breaker.heard({ kind: "misconfigured", code: "A", detail: "" }, clock.monotonic(), false),
    },
  ],
];

const play = async (departs: boolean, { options = {}, acts = [], before, change = {} }: Scenario) => {
  const spine = openSpine({ ...options, departs });
  const message = spine.aMessage(change);
  await before?.(spine, message);
  spine.gateway.next(...acts);
  const delivered = await spine.clock.until(spine.deliverMessage(message, source, spine.never), 100 * minute);
  const entry = await spine.journal.read(message.id);
  const told = spine.outcomes().map(({ status, reason, detail, attempts }) => ({ status, reason, detail, attempts }));
  const { spent = 0, reserved = 0 } = (await spine.moneyLedger.book("2026-11")).get("month") ?? {};
  return {
    spine,
    seen: {
      ...{ kind: delivered.kind, told, spent, reserved, waits: spine.waiting().length },
      ...{ state: entry?.state, attempts: entry?.attempts, sends: entry?.sends, calls: spine.gateway.calls.length },
      trace: entry?.outcome?.trace.map(({ rule, verdict }) => `${rule} ${verdict}`),
    },
  };
};

describe("a text that leaves by one journey", () => {
  test.each(scenarios)("ends as by the usual way: %s", async (_, scenario) => {
    const [usual, atOnce] = await Promise.all([play(false, scenario), play(true, scenario)]);
    expect(atOnce.seen).toEqual(usual.seen);
  });

  test("asks the journal once before it is sent, which claims and marks it", async () => {
    const { spine } = await play(true, {});
    expect(spine.troubled.steps.map(({ name }) => name)).toEqual(["open", "mark", "settle", "announced", "read"]);
    expect(spine.placesAsked()).toBe(1);
  });

  test.each(["before", "after", "error-before", "error-after"] as const)(
    "is sent once, and told once, where a step's answer is lost (%s)",
    async (when) => {
      for (const step of ["open", "mark", "settle"] as const) {
        const spine = openSpine({ departs: true });
        spine.troubled.trouble(step, when, when);
        const message = spine.aMessage();
        await spine.clock.until(
          spine.deliverMessage(message, source, spine.never).catch(() => undefined),
          minute,
        );
        await spine.clock.until(spine.another().deliverMessage(message, source, spine.never), minute);
        expect(spine.gateway.received).toHaveLength(1);
        expect(spine.outcomes().at(-1)).toMatchObject({ status: "sent", attempts: 1 });
      }
    },
  );

  test.each([true, false])(
    "is marked once more where the answer was late, before anything leaves (at once: %s)",
    async (departs) => {
      const spine = openSpine({ departs });
      let frozen = 0;
      spine.troubled.onStep = async (name) => {
        if (name !== "mark" || frozen > 0) return;
        frozen += 1;
        await spine.clock.sleep(4_000);
        expect(spine.gateway.calls).toHaveLength(0);
      };
      await spine.clock.until(spine.deliverMessage(spine.aMessage(), source, spine.never), minute);
      expect(spine.troubled.steps.filter(({ name }) => name === "mark")).toHaveLength(2);
      expect(spine.gateway.received).toHaveLength(1);
      expect(spine.outcomes()).toMatchObject([{ status: "sent", attempts: 1 }]);
    },
  );

  test("is not sent where another run took it while its answer was late", async () => {
    const spine = openSpine({ departs: false, policy: "never-resend" });
    spine.troubled.onStep = async (name) => {
      if (name !== "mark") return;
      spine.troubled.onStep = () => undefined;
      spine.troubled.answer("mark", "stale", 1);
      await spine.clock.sleep(4_000);
    };
    await spine.clock.until(spine.deliverMessage(spine.aMessage(), source, spine.never), minute);
    expect(spine.gateway.calls).toHaveLength(0);
    expect(spine.outcomes()).toMatchObject([{ status: "failed", reason: "outcome-unknown" }]);
  });

  test.each(["open", "mark"] as const)(
    "an error of the store that lasts (%s) ends the run, and holds no slot for longer",
    async (step) => {
      const spine = openSpine({ departs: true });
      spine.troubled.trouble(step, ...Array<"error-before">(50).fill("error-before"));
      const message = spine.aMessage();
      const ended = spine.deliverMessage(message, source, spine.never).catch((error: unknown) => String(error));
      expect(await spine.clock.until(ended, minute)).toBe("Error: ERR something else");
      expect(spine.slots.used).toBe(0);
      expect(spine.gateway.received).toHaveLength(0);
      spine.troubled.trouble(step);
      await spine.clock.until(spine.another().deliverMessage(message, source, spine.never), minute);
      expect(spine.outcomes()).toMatchObject([{ status: "sent", attempts: 1 }]);
    },
  );

  test.each(["crash-before", "crash-after"] as const)(
    "is lost nowhere where the process dies (%s), and doubled only once it was marked",
    async (when) => {
      for (const step of ["open", "mark", "settle"] as const) {
        const spine = openSpine({ departs: true });
        spine.troubled.trouble(step, when);
        const message = spine.aMessage();
        const died = spine.deliverMessage(message, source, spine.never).then(
          () => false,
          () => true,
        );
        expect(await spine.clock.until(died, minute)).toBe(true);
        const marked = (await spine.journal.read(message.id))?.state === "sending";
        await spine.clock.until(spine.another().deliverMessage(message, source, spine.never), minute);
        expect(spine.outcomes()).toHaveLength(1);
        expect(spine.outcomes()[0]).toMatchObject({ status: "sent" });
        expect(spine.gateway.received.length).toBeLessThanOrEqual(marked ? 2 : 1);
      }
    },
  );

  test("is one of few: of many that come together most are claimed first, step by step", async () => {
    const spine = openSpine({ departs: true, slots: 64 });
    spine.gateway.byDefault = "hang";
    const messages = Array.from({ length: 200 }, () => spine.aMessage());
    for (const [n, message] of messages.entries())
      void spine.deliverMessage(message, `order.created/0/${n}`, spine.never);
    await spine.clock.advance(1);
    const entries = await Promise.all(messages.map(({ id }) => spine.journal.read(id)));
    expect(entries.filter((entry) => entry === undefined)).toEqual([]);
    expect(spine.gateway.calls).toHaveLength(64 - 8);
  });

  test("is not even signed where no slot is free: it is claimed while it waits", async () => {
    const spine = openSpine({ departs: true, slots: 9 });
    spine.gateway.byDefault = "hang";
    void spine.deliverMessage(spine.aMessage(), source, spine.never);
    await spine.clock.advance(10);
    const second = spine.aMessage();
    void spine.deliverMessage(second, "order.created/0/2", spine.never);
    await spine.clock.advance(10);
    expect(await spine.journal.read(second.id)).toMatchObject({ state: "open", attempts: 0 });
    expect(spine.gateway.calls).toHaveLength(1);
  });
});
