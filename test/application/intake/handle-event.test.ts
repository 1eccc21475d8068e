import { describe, expect, test } from "vitest";
import { notifications } from "../../../src/application/notifications/all.js";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import { createReadEvent } from "../../../src/application/intake/read-event.js";
import { openSpine, spineFacts } from "../../support/spine.js";

const recordOf = (value: string | Buffer | null, change: Partial<EventRecord> = {}): EventRecord => ({
  topic: "sms.requested",
  partition: 0,
  offset: 4n,
  timestamp: new Date("2026-11-22T09:59:00Z"),
  key: Buffer.from("k"),
  value: value === null ? null : Buffer.from(value),
  headers: { ce_id: Buffer.from("1"), ce_source: Buffer.from("/o") },
  ...change,
});

const open = () => {
  const spine = openSpine();
  const readEvent = createReadEvent({
    facts: () => spineFacts,
    hashes: spine.hashes,
    journalTtlMs: 168 * 3_600_000,
    notifications: new Map(notifications.map((one) => [one.topic, one])),
  });
  const handle = (record: EventRecord) => spine.handleEvent(record, readEvent(record, spine.clock.now()), spine.never);
  return { ...spine, handle };
};

describe("what becomes of a record", () => {
  test.each([
    ["no JSON", "{", "bad-json"],
    ["no UTF-8", Buffer.from([0xff]), "bad-utf8"],
    ["no value", null, "null-value"],
  ])("%s: a dead letter only, under the topic's full name", async (_, value, cause) => {
    const { handle, published } = open();
    await handle(recordOf(value));
    expect(published).toMatchObject([
      { topic: "sms.dead-letter", headers: { "sms-cause": cause, "kafka_dlt-original-topic": "acme.sms.requested" } },
    ]);
  });

  test("a broken schema: one failure and a dead letter, the same ones when it is repeated", async () => {
    const { handle, published, clock, counted } = open();
    const record = recordOf('{"to":7}');
    await handle(record);
    await clock.advance(60_000);
    await handle(record);
    expect(published.map(({ topic }) => topic)).toEqual([
      "sms.failed",
      "sms.dead-letter",
      "sms.failed",
      "sms.dead-letter",
    ]);
    expect(published[2]).toEqual(published[0]);
    expect(published[3]).toEqual(published[1]);
    expect(JSON.parse(String(published[0]!.value))).toMatchObject({ reason: "invalid-event", to: null });
    expect(counted).toContain("unknown failed invalid-event");
  });

  test.each([
    ["as it is", {}],
    ["though it was asked for later than that", { sendAt: "2026-11-22T12:00:00Z" }],
  ])("older than the journal's memory, %s: not sent, and its outcome says so", async (_, more) => {
    const { handle, outcomes, gateway } = open();
    const payload = JSON.stringify({ to: "+919876543210", text: "a", ...more });
    await handle(recordOf(payload, { timestamp: new Date("2026-11-01T00:00:00Z") }));
    expect(gateway.calls).toEqual([]);
    expect(outcomes()).toMatchObject([{ status: "failed", reason: "deadline-passed", to: "+919876543210" }]);
  });

  test("without any time: as of now", async () => {
    const { handle, outcomes } = open();
    await handle(recordOf('{"to":"+919876543210","text":"a"}', { timestamp: new Date(0) }));
    expect(outcomes()).toMatchObject([{ status: "sent" }]);
  });

  test("a message: sent, and its outcome acknowledged before it resolves", async () => {
    const { handle, outcomes, gateway } = open();
    await handle(recordOf('{"to":"098765 43210","text":"Hello","reference":"r","correlationId":"c"}'));
    expect(gateway.received).toEqual([{ phone: "+919876543210", text: "Hello" }]);
    expect(outcomes()).toMatchObject([{ status: "sent", reference: "r", correlationId: "c", source: { offset: "4" } }]);
  });

  test("while the dead-letter topic is unavailable it rejects: the offset does not move", async () => {
    const { handle, bus } = open();
    bus.publish = async () => {
      throw new Error("unavailable");
    };
    await expect(handle(recordOf("{"))).rejects.toThrow("unavailable");
  });

  test("one message that can't end keeps the record; the other has ended, and is told once", async () => {
    const { bus, clock, gateway, handleEvent, never, outcomes, aMessage } = open();
    const messages = [aMessage(), aMessage({ to: "+919876543211" })];
    const publish = bus.publish.bind(bus);
    bus.publish = async (event) => {
      if (String(event.value).includes("+919876543211")) throw new Error("unavailable");
      return publish(event);
    };
    const record = recordOf("{}");
    const handle = () => handleEvent(record, { kind: "messages", lane: "transactional", messages }, never);
    await expect(clock.until(handle())).rejects.toThrow("unavailable");
    bus.publish = publish;
    await clock.until(handle());
    expect(gateway.calls).toHaveLength(2);
    expect(outcomes().map(({ to }) => to)).toEqual(["+919876543210", "+919876543211"]);
  });

  test("messages of one event run side by side", async () => {
    const { clock, gateway, handleEvent, never, aMessage } = open();
    gateway.byDefault = "slow";
    const messages = [aMessage(), aMessage(), aMessage()];
    const run = handleEvent(recordOf("{}"), { kind: "messages", lane: "transactional", messages }, never);
    await clock.advance(1);
    expect(gateway.calls).toHaveLength(3);
    await clock.until(run, 300);
  });
});
