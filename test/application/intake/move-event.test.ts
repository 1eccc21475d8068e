import { expect, test } from "vitest";
import { askedAt } from "../../../src/application/intake/decode-event.js";
import { createReadEvent } from "../../../src/application/intake/read-event.js";
import { createMoveEvent } from "../../../src/application/intake/move-event.js";
import { notifications } from "../../../src/application/notifications/all.js";
import type { OutgoingEvent } from "../../../src/application/ports/event-publisher.js";
import { type EventRecord, foldHeaders, type RecordHeader } from "../../../src/application/ports/event-source.js";
import { openSpine, spineFacts } from "../../support/spine.js";

const now = new Date("2026-11-22T10:00:00Z");
const { hashes } = openSpine();
const readEvent = createReadEvent({
  facts: () => spineFacts,
  hashes,
  journalTtlMs: 168 * 3_600_000,
  notifications: new Map(notifications.map((one) => [one.topic, one])),
});
const value = Buffer.from('{"to":"+919876543210","text":"a","class":"promotional"}');
const recordOf = (rawHeaders: readonly RecordHeader[]): EventRecord => ({
  topic: "sms.requested",
  partition: 1,
  offset: 7n,
  timestamp: new Date("2026-11-22T09:59:00Z"),
  key: Buffer.from("theirs"),
  value,
  headers: foldHeaders(rawHeaders),
  rawHeaders,
});

/** Moves a record and gives it as it lies in its own topic, with what is read of it there. */
const moved = async (record: EventRecord) => {
  const published: OutgoingEvent[] = [];
  const eventPublisher = {
    publish: async (event: OutgoingEvent) => void published.push(event),
    close: async () => undefined,
    troubles: () => [],
  };
  const read = readEvent(record, now);
  if (read.kind !== "moved") throw new Error("it is not promotional");
  await createMoveEvent({ eventPublisher, hashes })(record, read);
  const [event] = published;
  const said = Object.entries(event!.headers).map(([name, text]): RecordHeader => [name, Buffer.from(text as string)]);
  const rawHeaders = [...(event!.rawHeaders ?? []), ...said];
  const { timestamp = now, topic } = event!;
  const there = {
    ...record,
    topic,
    partition: 0,
    offset: 900n,
    timestamp,
    rawHeaders,
    headers: foldHeaders(rawHeaders),
  };
  return { event: event!, there, again: readEvent(there, now) };
};

test.each([
  [
    "an identity of its own",
    [
      ["ce_id", Buffer.from("7")],
      ["ce_source", Buffer.from("/shop")],
      ["ce_type", Buffer.from("sms.requested")],
    ],
  ],
  ["none but its place", []],
] as const)("an event with %s is the same message before and after, however often it is moved", async (_, headers) => {
  const record = recordOf(headers);
  const first = await moved(record);
  const second = await moved(record);
  const before = notifications.find(({ topic }) => topic === "sms.requested")!.ask({ to: "1", text: "a" });
  expect(before).toMatchObject({ messages: [{ recipient: "recipient" }] });
  expect(first.again).toMatchObject({
    kind: "messages",
    lane: "promotional",
    messages: [{ request: { class: "promotional" } }],
  });
  const idOf = ({ again }: typeof first) => (again.kind === "messages" ? again.messages[0]!.id : undefined);
  const identity = headers.length === 0 ? `sms.requested/1/7//${record.timestamp.getTime()}` : "/shop\n7";
  expect(idOf(first)).toBe(hashes.uuid(`${identity}\nsms.requested\nrecipient`));
  expect(idOf(second)).toBe(idOf(first));
});

test("value, headers in order and time go along; its key is the recipient and the class", async () => {
  const headers = [
    ["a", Buffer.from("1")],
    ["none", null],
    ["a", Buffer.from("2")],
  ] as const;
  const { event } = await moved(recordOf(headers));
  expect(event).toEqual({
    topic: "sms.requested.promotional",
    key: hashes.keyed("+919876543210\npromotional"),
    value,
    headers: { "sms-moved-from": "sms.requested/1/7//1795341540000" },
    rawHeaders: headers,
    timestamp: new Date("2026-11-22T09:59:00Z"),
  });
});

test("an event that was moved twice is told of its one outcome once", async () => {
  const { clock, gateway, handleEvent, never, outcomes } = openSpine();
  const { there } = await moved(recordOf([["ce_id", Buffer.from("8")]]));
  for (const offset of [900n, 950n]) {
    const record = { ...there, offset };
    await clock.until(handleEvent(record, readEvent(record, clock.now()), never));
  }
  expect(gateway.calls).toHaveLength(1);
  expect(outcomes()).toHaveLength(1);
});

test.each([
  [undefined, "sms.requested.promotional/0/900"],
  ["sms.requested/1/7//1795341540000", "sms.requested/1/7"],
  ["sms.requested/1/7/a5f1e2c4-0000-4000-8000-000000000000/1795341540000", "sms.requested/1/7"],
  ["sms.dead-letter/3f0c", "sms.requested.promotional/0/900"],
  ["/1/7/", "sms.requested.promotional/0/900"],
])("a record moved from %s is told as %s", (place, source) => {
  const headers = place === undefined ? {} : { "sms-moved-from": Buffer.from(place) };
  const record = { ...recordOf([]), topic: "sms.requested.promotional", partition: 0, offset: 900n, headers };
  expect(askedAt(record)).toBe(source);
});
