import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/application/message/message.js";
import { ofClass, openSpine, spineFacts } from "../../support/spine.js";

const source = "order.created/0/1";
const hour = 3_600_000;
/** 22:30 IST: promotional texts wait for 10:00 IST, 04:30 UTC. */
const atNight = 7 * hour;
const opensAt = "2026-11-23T04:30:00.000Z";

const awake = (spine: ReturnType<typeof openSpine>) => {
  const stop = new AbortController();
  const woken = spine.wakeParked(stop.signal);
  return async () => {
    stop.abort();
    await spine.clock.until(woken);
  };
};

/** Until shortly before it is due: the waking asks four times a second. */
const almost = (spine: ReturnType<typeof openSpine>, beforeMs = 500) =>
  spine.clock.advance(Date.parse(opensAt) - beforeMs - spine.clock.now().getTime());

const parked = async (spine: ReturnType<typeof openSpine>): Promise<Message> => {
  await spine.clock.advance(atNight);
  const message = spine.aMessage(ofClass("promotional"));
  expect(await spine.deliverMessage(message, source, spine.never)).toEqual({ kind: "parked" });
  return message;
};

describe("a message that waits longer than a run", () => {
  test("waits in the schedule, its offset completed, and comes back when it is due", async () => {
    const spine = openSpine();
    const message = await parked(spine);
    expect([spine.published, await spine.schedule.size()]).toMatchObject([[], { entries: 1 }]);
    expect(await spine.journal.read(message.id)).toMatchObject({
      state: "deferred",
      note: { class: "promotional", to: "+9198••••3210", until: opensAt },
    });
    expect(spine.waiting()).toEqual([
      expect.objectContaining({
        ...{ messageId: message.id, status: "deferred", until: opensAt, class: "promotional", correlationId: "ORD-1" },
        ...{ attempts: 0, reason: null, detail: null, to: "+919876543210" },
        because: expect.stringMatching(/^quiet-hours\/IN, 2026-11-22T22:30 in Asia\/Kolkata: it waits until /u),
      }),
    ]);
    await almost(spine);
    const stop = awake(spine);
    await spine.clock.advance(499);
    expect(spine.gateway.calls).toEqual([]);
    await spine.clock.advance(500);
    expect(spine.outcomes()).toMatchObject([{ status: "sent", messageId: message.id, correlationId: "ORD-1" }]);
    expect(await spine.schedule.size()).toEqual({ entries: 0, bytes: 0 });
    await stop();
  });

  test("that a mistake in the program keeps from its delivery ends within 5 minutes, and its entry goes", async () => {
    let mistaken = false;
    const spine = openSpine({
      facts: {
        ...spineFacts,
        get prices() {
          if (mistaken) throw new TypeError("a mistake");
          return spineFacts.prices;
        },
      },
    });
    const message = await parked(spine);
    mistaken = true;
    await almost(spine);
    const stop = awake(spine);
    await spine.clock.advance(5 * 60_000);
    expect(spine.outcomes()).toMatchObject([{ messageId: message.id, status: "failed", reason: "internal-error" }]);
    expect(await spine.schedule.size()).toEqual({ entries: 0, bytes: 0 });
    await stop();
  });

  test("is told to wait once, although the schedule is full, its parking is lost, or it comes back", async () => {
    const full = openSpine({ parkedBytesCap: 10 });
    await full.clock.advance(atNight);
    const stop = new AbortController();
    const run = full.deliverMessage(full.aMessage(ofClass("promotional")), source, stop.signal);
    await full.clock.advance(60_000);
    expect(full.waiting()).toHaveLength(1);
    stop.abort();
    await expect(full.clock.until(run)).rejects.toThrow("stops");

    const died = openSpine();
    await died.clock.advance(atNight);
    died.troubled.trouble("park", "crash-before");
    const message = died.aMessage(ofClass("promotional"));
    await expect(died.deliverMessage(message, source, died.never)).rejects.toThrow();
    await died.clock.advance(60_000);
    expect(await died.another().deliverMessage(message, source, died.never)).toEqual({ kind: "parked" });
    expect(died.waits.map(({ headers }) => headers["ce_id"])).toEqual(
      Array(2).fill(died.hashes.uuid(`${message.id}\ndeferred\n`)),
    );
    await almost(died, 0);
    died.gateway.next("throttle");
    const end = awake(died);
    await died.clock.advance(120_000);
    await end();
    expect(died.waits).toHaveLength(2);
    expect(died.outcomes()).toMatchObject([{ status: "sent" }]);
  });

  test("duplicates of it complete silently, before and after", async () => {
    const spine = openSpine();
    const message = await parked(spine);
    for (const from of [source, "order.created/0/2"] as const)
      expect(await spine.another().deliverMessage(message, from, spine.never)).toEqual({ kind: "parked" });
    expect([spine.published, (await spine.schedule.size()).entries]).toEqual([[], 1]);
    await almost(spine);
    const stop = awake(spine);
    await spine.clock.advance(1_000);
    await stop();
    await spine.deliverMessage(message, source, spine.never);
    expect(spine.gateway.calls).toHaveLength(1);
    expect(spine.published).toHaveLength(2);
  });

  test("sendAt waits until then, and the deadline counts from there", async () => {
    const spine = openSpine();
    const sendAt = new Date(spine.clock.now().getTime() + 3 * hour);
    expect(await spine.deliverMessage(spine.aMessage({ sendAt }), source, spine.never)).toEqual({ kind: "parked" });
    await spine.clock.advance(3 * hour - 500);
    const stop = awake(spine);
    await spine.clock.advance(1_000);
    await stop();
    expect(spine.outcomes()).toMatchObject([{ status: "sent" }]);
    expect(Date.parse(String(spine.outcomes()[0]?.["occurredAt"]))).toBeGreaterThanOrEqual(sendAt.getTime());
  });

  test("beyond what its topic keeps it is refused, not parked (invariant 7)", async () => {
    const spine = openSpine({ keepMs: 2 * hour });
    const sendAt = new Date(spine.clock.now().getTime() + 3 * hour);
    await spine.deliverMessage(spine.aMessage({ sendAt }), source, spine.never);
    expect(spine.outcomes()).toMatchObject([{ status: "failed", reason: "deadline-passed" }]);
    expect((await spine.schedule.size()).entries).toBe(0);
  });

  test("counted from its event, however late it is looked at", async () => {
    const spine = openSpine({ keepMs: 24 * hour });
    const requestedAt = new Date(spine.clock.now().getTime() - 23 * hour);
    const sendAt = new Date(spine.clock.now().getTime() + 2 * hour);
    await spine.deliverMessage(spine.aMessage({ requestedAt, sendAt }), source, spine.never);
    expect(spine.outcomes()).toMatchObject([{ reason: "deadline-passed" }]);
  });

  test("where parked bytes are capped it waits in its partition, and goes out in time", async () => {
    const spine = openSpine({ parkedBytesCap: 10 });
    await spine.clock.advance(atNight);
    const run = spine.deliverMessage(spine.aMessage(ofClass("promotional")), source, spine.never);
    await spine.clock.advance(hour);
    expect((await spine.schedule.size()).entries).toBe(0);
    await spine.clock.until(run, 24 * hour);
    expect(spine.outcomes()).toMatchObject([{ status: "sent" }]);
  });
});

describe("waking", () => {
  test("a due message that waits for the rate has one run, however often its entry's lease ends", async () => {
    const spine = openSpine({ rates: { transactional: 1, promotional: 1 } });
    const message = await parked(spine);
    await almost(spine, 0);
    const others = Array.from({ length: 120 }, () =>
      spine.deliverMessage(spine.aMessage(ofClass("promotional")), source, spine.never),
    );
    await spine.clock.advance(1);
    const stop = awake(spine);
    await spine.clock.advance(100_000);
    expect(spine.rateQueue.size).toBeLessThanOrEqual(21);
    await spine.clock.until(Promise.all(others));
    await spine.clock.advance(5_000);
    await stop();
    // When it was parked, when it was due, and when its turn had come and its claim was old.
    const opens = spine.troubled.steps.filter(({ name, args }) => name === "open" && args[0] === message.id);
    expect(opens).toHaveLength(3);
    expect(spine.outcomes().at(-1)).toMatchObject({ messageId: message.id, status: "sent" });
  });

  test("an entry whose outcome was not acknowledged comes back until it is", async () => {
    const spine = openSpine();
    await parked(spine);
    const publish = spine.bus.publish.bind(spine.bus);
    spine.bus.publish = async () => {
      throw new Error("Kafka is away");
    };
    await almost(spine);
    const stop = awake(spine);
    await spine.clock.advance(60_000);
    expect([spine.published, (await spine.schedule.size()).entries]).toEqual([[], 1]);
    spine.bus.publish = publish;
    await spine.clock.advance(60_000);
    await stop();
    expect(spine.gateway.calls).toHaveLength(1);
    expect([spine.published.length, (await spine.schedule.size()).entries]).toEqual([1, 0]);
  });

  test("an entry that another worker holds stays until that one has ended", async () => {
    const spine = openSpine();
    await parked(spine);
    await spine.clock.advance(13 * hour);
    spine.gateway.next("hang");
    const stops = [awake(spine), awake({ ...spine, ...spine.another() })];
    await spine.clock.advance(120_000);
    for (const stop of stops) await stop();
    expect(spine.gateway.calls).toHaveLength(2);
    expect(spine.outcomes().map(({ status }) => status)).toEqual(["sent"]);
    expect((await spine.schedule.size()).entries).toBe(0);
  });

  test("what ended and cannot be read is counted, not sent, and leaves the schedule", async () => {
    const spine = openSpine();
    await parked(spine);
    spine.troubled.answer("open", { kind: "unreadable" });
    await almost(spine);
    const stop = awake(spine);
    await spine.clock.advance(1_000);
    await stop();
    expect(spine.counted).toEqual(["unreadable-record"]);
    expect([spine.gateway.calls, (await spine.schedule.size()).entries]).toEqual([[], 0]);
  });

  test("a stop ends the waking once what it began has ended, and leaves the rest", async () => {
    const spine = openSpine();
    await parked(spine);
    await spine.clock.advance(13 * hour);
    spine.gateway.next("slow");
    const stop = new AbortController();
    const woken = spine.wakeParked(stop.signal);
    await spine.clock.advance(1);
    stop.abort();
    await spine.clock.until(woken);
    expect(spine.outcomes()).toMatchObject([{ status: "sent" }]);
    expect((await spine.schedule.size()).entries).toBe(0);
  });

  test("a run that stops gives its entry back: another worker has it at once", async () => {
    const spine = openSpine({ rates: { transactional: 1, promotional: 1 } });
    const message = await parked(spine);
    await almost(spine, 0);
    const others = Array.from({ length: 20 }, () =>
      spine.deliverMessage(spine.aMessage(ofClass("promotional")), source, spine.never),
    );
    await spine.clock.advance(1);
    const stop = awake(spine);
    await spine.clock.advance(2_000);
    const one = { otp: 0, transactional: 0, promotional: 1 };
    expect(await spine.schedule.take(one, 1_000)).toEqual([]);
    await stop();
    expect(await spine.schedule.take(one, 1_000)).toMatchObject([{ messageId: message.id }]);
    await spine.clock.until(Promise.all(others), 60_000);
  });
});
