import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/application/message/message.js";
import { recordedOutcome } from "../../../src/application/message/recorded-outcome.js";
import type { Journal } from "../../../src/application/ports/journal.js";
import type { CrashPolicy, MessageClass } from "../../../src/domain/message-class.js";
import { lanes } from "../../../src/domain/message-class.js";
import type { Act } from "../../support/scripted-gateway.js";
import { ofClass, openSpine } from "../../support/spine.js";
import { Crash, type Trouble } from "../../support/troubled-journal.js";

const policies: readonly CrashPolicy[] = ["resend-once", "never-resend"];
const source = "order.created/0/1";
const minute = 60_000;

/** Runs a message to its end: what is parked meanwhile is woken. */
const toEnd = async (spine: ReturnType<typeof openSpine>, message: Message, worker = spine) => {
  const stop = new AbortController();
  const woken = worker.wakeParked(stop.signal);
  const run = async () => {
    let delivered = await worker.deliverMessage(message, source, stop.signal);
    while (delivered.kind === "parked") {
      await spine.clock.sleep(500);
      const entry = await spine.journal.read(message.id);
      if (entry?.outcome === undefined) continue;
      const { event } = entry.outcome;
      delivered = { kind: "settled", state: "sent", event, value: recordedOutcome(event) };
    }
    return delivered;
  };
  const delivered = await spine.clock.until(run(), 48 * 60 * minute);
  stop.abort();
  await spine.clock.until(woken);
  return delivered;
};

describe("each answer, by policy and class", () => {
  const rows: [string, readonly Act[], Record<CrashPolicy, readonly [calls: number, end: string]>][] = [
    ["accepted", ["ok"], { "resend-once": [1, "sent"], "never-resend": [1, "sent"] }],
    ["slow, then accepted", ["slow"], { "resend-once": [1, "sent"], "never-resend": [1, "sent"] }],
    [
      "rejected: called once",
      ["reject"],
      { "resend-once": [1, "gateway-rejected"], "never-resend": [1, "gateway-rejected"] },
    ],
    ["cut, then fine", ["cut"], { "resend-once": [2, "sent"], "never-resend": [1, "outcome-unknown"] }],
    ["500, then fine", ["500"], { "resend-once": [2, "sent"], "never-resend": [1, "outcome-unknown"] }],
    [
      "silent beyond the time-out, then fine",
      ["hang"],
      { "resend-once": [2, "sent"], "never-resend": [1, "outcome-unknown"] },
    ],
    ["cut twice", ["cut", "cut"], { "resend-once": [2, "outcome-unknown"], "never-resend": [1, "outcome-unknown"] }],
    [
      "cut, then rejected",
      ["cut", "reject"],
      { "resend-once": [2, "gateway-rejected"], "never-resend": [1, "outcome-unknown"] },
    ],
    [
      "throttled thrice, then fine",
      ["throttle", "throttle", "throttle"],
      { "resend-once": [4, "sent"], "never-resend": [4, "sent"] },
    ],
    ["down, then fine", ["down", "down"], { "resend-once": [3, "sent"], "never-resend": [3, "sent"] }],
    ["forbidden, then fine", ["forbidden", "forbidden"], { "resend-once": [3, "sent"], "never-resend": [3, "sent"] }],
    [
      "throttled, cut, throttled, fine",
      ["throttle", "cut", "throttle"],
      { "resend-once": [4, "sent"], "never-resend": [2, "outcome-unknown"] },
    ],
  ];
  const table = rows.flatMap(([name, acts, ends]) =>
    policies.flatMap((policy) => lanes.map((of) => [name, policy, of, acts, ...ends[policy]] as const)),
  );
  test.each(table)("%s, %s, %s", async (_, policy, of, acts, calls, end) => {
    const spine = openSpine({ policy });
    spine.gateway.next(...acts);
    const message = spine.aMessage(ofClass(of));
    await toEnd(spine, message);
    expect(spine.gateway.calls).toHaveLength(calls);
    const [outcome, ...others] = spine.outcomes();
    expect(others).toEqual([]);
    expect([outcome?.["reason"] ?? outcome?.["status"], outcome?.["attempts"], outcome?.["class"]]).toEqual([
      end,
      calls,
      of,
    ]);
    const state = end === "sent" ? "sent" : end === "outcome-unknown" ? "in-doubt" : "failed";
    expect(await spine.journal.read(message.id)).toMatchObject({ state });
  });
});

describe("the deadline", () => {
  test.each([
    ["throttled for ever", "throttle"],
    ["down for ever", "down"],
    ["forbidden for ever", "forbidden"],
  ] as const)("%s: tried again, ever later, until the deadline passed", async (_, act) => {
    const spine = openSpine();
    spine.gateway.byDefault = act;
    const calls: number[] = [];
    spine.gateway.onCall = () => calls.push(spine.clock.monotonic());
    await toEnd(spine, spine.aMessage());
    expect(spine.outcomes()).toMatchObject([
      { status: "failed", reason: "gateway-unavailable", attempts: calls.length },
    ]);
    const end = Date.parse(String(spine.outcomes()[0]?.["occurredAt"])) - Date.parse("2026-11-22T10:00:00Z");
    expect(end).toBeGreaterThan(30 * minute);
    expect(end).toBeLessThan(31 * minute);
    expect(calls.every((at) => at <= 30 * minute)).toBe(true);
    expect(calls.length).toBeGreaterThan(8);
    const gaps = calls.slice(1).map((at, n) => at - calls[n]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(61_000);
    expect(gaps[0]).toBeLessThan(1_000);
  });

  test("what arrived too late was never tried", async () => {
    const spine = openSpine();
    const requestedAt = new Date(spine.clock.now().getTime() - 31 * minute);
    await toEnd(spine, spine.aMessage({ requestedAt }));
    expect(spine.gateway.calls).toEqual([]);
    expect(spine.outcomes()).toMatchObject([{ reason: "deadline-passed", attempts: 0 }]);
  });

  test("what waited here for the rate until then is the service's trouble", async () => {
    const spine = openSpine({ rates: { transactional: 1, promotional: 1 } });
    const late = Array.from({ length: 2_000 }, () => spine.aMessage());
    const runs = Promise.all(late.map((message) => spine.deliverMessage(message, source, spine.never)));
    await spine.clock.until(runs);
    const reasons = new Set(spine.outcomes().map(({ status, reason }) => reason ?? status));
    expect(reasons).toEqual(new Set(["sent", "gateway-unavailable"]));
    expect(spine.gateway.calls.length).toBeLessThanOrEqual(1_802);
    expect(spine.gateway.calls.length).toBeGreaterThan(1_750);
  });

  test("an earlier attempt that may have gone out is not denied by a later deadline (invariant 1)", async () => {
    const spine = openSpine();
    spine.gateway.next("cut");
    spine.gateway.byDefault = "throttle";
    await toEnd(spine, spine.aMessage());
    expect(spine.outcomes()).toMatchObject([{ status: "failed", reason: "outcome-unknown" }]);
  });

  test("nor by a wait longer than its event is kept", async () => {
    const spine = openSpine({ keepMs: -1, policy: "resend-once" });
    const message = spine.aMessage(ofClass("promotional"));
    const opened = await spine.journal.open(message.id, source, "resend-once", 10_000, spine.clock.now());
    if (opened.kind !== "go") throw new Error(opened.kind);
    await spine.journal.mark(message.id, opened.token, 1, 10_000);
    await spine.clock.advance(11 * 60 * minute);
    const run = spine.deliverMessage(message, "order.created/0/2", spine.never);
    await spine.clock.until(run);
    expect(spine.outcomes()).toMatchObject([{ reason: "outcome-unknown", attempts: 1 }]);
  });
});

describe("a crash", () => {
  const places: [step: keyof Journal, trouble: Trouble, acts: readonly Act[], marked: boolean][] = [
    ["open", "crash-before", [], false],
    ["open", "crash-after", [], false],
    ["mark", "crash-before", [], false],
    ["mark", "crash-after", [], true],
    ["settle", "crash-before", [], true],
    ["settle", "crash-after", [], true],
    ["again", "crash-before", ["cut"], true],
    ["again", "crash-after", ["cut"], true],
    ["unmark", "crash-before", ["throttle"], true],
    ["unmark", "crash-after", ["throttle"], true],
  ];
  const table = places.flatMap((place) => policies.map((policy) => [...place, policy] as const));
  test.each(table)("%s, %s: one outcome, and no text too many (%o)", async (step, trouble, acts, marked, policy) => {
    const spine = openSpine({ policy });
    const message = spine.aMessage();
    spine.gateway.next(...acts);
    spine.troubled.trouble(step, trouble);
    await expect(spine.deliverMessage(message, source, spine.never)).rejects.toThrow(Crash);
    const before = spine.gateway.calls.length;
    // Its partition went to another worker, or the process came back.
    await toEnd(spine, message, { ...spine, ...spine.another() });
    const { calls, received } = spine.gateway;
    expect(calls.length).toBeLessThanOrEqual(acts[0] === "throttle" ? 3 : 2);
    expect(received.length).toBeLessThanOrEqual(policy === "resend-once" ? 2 : 1);
    const ids = new Set(spine.published.map(({ headers }) => headers["ce_id"]));
    expect(ids.size).toBe(1);
    const sure =
      !marked || (step === "unmark" && trouble === "crash-after") || (step === "settle" && trouble === "crash-after");
    const expected = policy === "resend-once" || sure ? "sent" : "outcome-unknown";
    const outcome = spine.outcomes()[0];
    expect(outcome?.["reason"] ?? outcome?.["status"]).toBe(expected);
    if (policy === "never-resend" && !sure) expect(calls.length).toBe(before);
  });

  test("twice while sending: a resend-once message is begun twice in its life, then in doubt", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    for (let n = 0; n < 2; n += 1) {
      spine.troubled.trouble("settle", "crash-before");
      const run = spine.another().deliverMessage(message, source, spine.never);
      await expect(spine.clock.until(run)).rejects.toThrow(Crash);
    }
    await toEnd(spine, message, { ...spine, ...spine.another() });
    expect(spine.gateway.calls).toHaveLength(2);
    expect(spine.outcomes()).toMatchObject([{ reason: "outcome-unknown" }]);
  });

  test.each([
    ["resend-once", 2, ["sent"], ["double"]],
    ["never-resend", 1, ["outcome-unknown", "sent"], []],
  ] as const)(
    "a run thought dead tells its end late, %s: its text is proof, or a double that is counted",
    async (...row) => {
      const [policy, texts, ends, counted] = row;
      const spine = openSpine({ policy });
      const message = spine.aMessage();
      // The first worker cannot settle until its lease is over.
      spine.troubled.trouble("settle", ...Array.from({ length: 14 }, () => "before" as const));
      const first = spine.deliverMessage(message, source, spine.never);
      await spine.clock.advance(1);
      const second = spine.another().deliverMessage(message, "order.created/0/2", spine.never);
      await spine.clock.until(Promise.all([first, second]));
      expect(spine.gateway.received).toHaveLength(texts);
      // The run that lost publishes what was recorded once more: the one that won may be gone.
      const outcomes = new Map(spine.outcomes().map((outcome) => [JSON.stringify(outcome), outcome]));
      expect([...outcomes.values()].map(({ reason, status }) => reason ?? status)).toEqual(ends);
      expect(spine.counted.filter((what) => what === "double")).toEqual(counted);
    },
  );
});

test("two workers with the same offset, after a rebalance, do not take it from each other for ever", async () => {
  const spine = openSpine({ rates: { transactional: 2, promotional: undefined } });
  const workers = [spine, spine.another()];
  const message = spine.aMessage();
  const runs: Promise<unknown>[] = [];
  const queue = (worker: Pick<typeof spine, "deliverMessage">, one = spine.aMessage()) =>
    runs.push(worker.deliverMessage(one, one === message ? source : `order.created/1/${runs.length}`, spine.never));
  // Each keeps a queue of some seconds for the rate, all the while; the first to claim it is the first whose turn it is.
  for (const [at, worker] of workers.entries()) for (let n = 0; n < 5 + at; n += 1) queue(worker);
  for (const worker of workers) queue(worker, message);
  const told = runs.slice(-2);
  for (let n = 0; n < 200; n += 1) {
    queue(workers[n % 2]!);
    await spine.clock.advance(500);
  }
  const ended = await spine.clock.until(Promise.race([Promise.all(told), spine.clock.sleep(1).then(() => "not yet")]));
  expect(ended).not.toBe("not yet");
  const texts = spine.gateway.received.filter(({ text }) => text === "Hello world 1");
  expect(texts).toHaveLength(1);
}, 30_000);

describe("the journal does not answer", () => {
  const steps: [step: keyof Journal, acts: readonly Act[]][] = [
    ["open", []],
    ["mark", []],
    ["settle", []],
    ["unmark", ["throttle"]],
    ["again", ["cut"]],
  ];
  const table = steps.flatMap(([step, acts]) =>
    (["before", "after"] as const).map((when) => [step, when, acts] as const),
  );
  test.each(table)(
    "%s, %s it was applied: repeated with the same arguments until answered",
    async (step, when, acts) => {
      const spine = openSpine();
      spine.gateway.next(...acts);
      spine.troubled.trouble(step, when, when, when);
      const message = spine.aMessage();
      await toEnd(spine, message);
      const asked = spine.troubled.steps.filter(({ name }) => name === step).map(({ args }) => args);
      expect(asked.length).toBeGreaterThanOrEqual(4);
      for (const args of asked.slice(0, 4)) expect(args).toEqual(asked[0]);
      expect(spine.gateway.received.length).toBe(acts[0] === "cut" ? 2 : 1);
      expect(spine.outcomes()).toMatchObject([{ status: "sent" }]);
    },
  );

  test("mark unanswered past the lease: nothing is sent under it, and the text goes out later", async () => {
    const spine = openSpine();
    spine.troubled.trouble("mark", ...Array.from({ length: 15 }, () => "after" as const));
    await toEnd(spine, spine.aMessage());
    expect(spine.gateway.received).toHaveLength(1);
    expect(spine.outcomes()).toMatchObject([{ status: "sent", attempts: 2 }]);
  });
});

describe("stop", () => {
  test.each(["open", "mark", "settle", "unmark", "again", "park"] as const)(
    "after %s: what is marked ends, the rest stays for the next worker; one outcome, one text",
    async (step) => {
      const spine = openSpine();
      const acts: Partial<Record<string, readonly Act[]>> = {
        unmark: ["throttle"],
        again: ["500"],
        park: ["throttle", "throttle", "throttle", "throttle", "throttle", "throttle"],
      };
      spine.gateway.next(...(acts[step] ?? []));
      const stop = new AbortController();
      spine.troubled.onStep = (name) => {
        if (name === step) stop.abort();
      };
      const message = spine.aMessage();
      const ended = await spine.clock.until(spine.deliverMessage(message, source, stop.signal)).then(
        ({ kind }) => kind,
        ({ name }: Error) => name,
      );
      const expected = {
        open: "Stopped",
        mark: "settled",
        settle: "settled",
        unmark: "Stopped",
        again: "Stopped",
        park: "parked",
      };
      expect(ended).toBe(expected[step]);
      spine.troubled.onStep = () => undefined;
      await toEnd(spine, message, { ...spine, ...spine.another() });
      expect(spine.gateway.received).toHaveLength(1);
      expect(new Set(spine.published.map(({ headers }) => headers["ce_id"])).size).toBe(1);
    },
  );

  test("while it waits for the rate, the breaker or another run it stops at once", async () => {
    const spine = openSpine({ rates: { transactional: 1, promotional: 1 } });
    const stop = new AbortController();
    const first = spine.aMessage();
    await spine.journal.open(first.id, "order.created/9/9", "resend-once", 60_000, spine.clock.now());
    const runs = [first, ...Array.from({ length: 4 }, () => spine.aMessage())].map((message) =>
      spine.deliverMessage(message, source, stop.signal),
    );
    await spine.clock.advance(10);
    stop.abort();
    const ends = await Promise.allSettled(runs);
    expect(ends.filter(({ status }) => status === "rejected").length).toBeGreaterThanOrEqual(3);
  });
});

test("a redelivered message gets its recorded outcome again, byte for byte, and no text", async () => {
  const spine = openSpine();
  const message = spine.aMessage();
  await toEnd(spine, message);
  await spine.clock.advance(60 * minute);
  const again = { ...message, arrivedAt: spine.clock.now(), correlationId: "another" };
  await spine.another().deliverMessage(again, "order.created/0/77", spine.never);
  expect(spine.gateway.calls).toHaveLength(1);
  expect(spine.published).toHaveLength(2);
  expect(spine.published[1]).toEqual(spine.published[0]);
});

test("the same event twice at once: one text; the second waits for the first and repeats its outcome", async () => {
  const spine = openSpine();
  spine.gateway.next("slow");
  const message = spine.aMessage();
  const runs = (["order.created/0/1", "order.created/0/2"] as const).map((from) =>
    spine.deliverMessage(message, from, spine.never),
  );
  await spine.clock.until(Promise.all(runs));
  expect(spine.gateway.calls).toHaveLength(1);
  expect(spine.published).toHaveLength(2);
  expect(spine.published[1]).toEqual(spine.published[0]);
});

test("a rejected publication leaves the message to whatever stands behind it; then its outcome goes out", async () => {
  const spine = openSpine();
  const publish = spine.bus.publish.bind(spine.bus);
  spine.bus.publish = async () => {
    throw new Error("Kafka is away");
  };
  const message = spine.aMessage();
  await expect(spine.deliverMessage(message, source, spine.never)).rejects.toThrow("Kafka is away");
  spine.bus.publish = publish;
  await spine.deliverMessage(message, source, spine.never);
  expect(spine.gateway.calls).toHaveLength(1);
  expect(spine.outcomes()).toMatchObject([{ status: "sent" }]);
});

const classes: readonly MessageClass[] = lanes;
test.each(classes)("%s: the policy of its class decides", async (of) => {
  const spine = openSpine({ policy: of === "promotional" ? "never-resend" : "resend-once" });
  spine.gateway.next("cut");
  await toEnd(spine, spine.aMessage(ofClass(of)));
  expect(spine.gateway.calls).toHaveLength(of === "promotional" ? 1 : 2);
});
