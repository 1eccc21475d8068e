import { describe, expect, test } from "vitest";
import { createTemplateStore } from "../../../src/adapters/files/template-store.js";
import { createBusDeadLetterLog } from "../../../src/adapters/memory/dead-letter-log.js";
import { createMemoryDeadLetterMarks } from "../../../src/adapters/memory/dead-letter-marks.js";
import { MemoryEventBus } from "../../../src/adapters/memory/event-bus.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { letterOf, letterPlace } from "../../../src/application/dead-letters/dead-letter.js";
import { createReplayDeadLetters } from "../../../src/application/dead-letters/replay-dead-letters.js";
import { createBuryRecord } from "../../../src/application/intake/bury-record.js";
import { createGiveUpRecord } from "../../../src/application/intake/give-up-record.js";
import { createReadEvent } from "../../../src/application/intake/read-event.js";
import { notifications } from "../../../src/application/notifications/all.js";
import { EventsUnavailable, type OutgoingEvent } from "../../../src/application/ports/event-publisher.js";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import type { JournalEntry } from "../../../src/application/ports/journal.js";
import type { MessageState } from "../../../src/domain/journal/message-state.js";
import { noMeters } from "../../support/no-meters.js";
import { silentErrorLog } from "../../support/silent-error-log.js";
import { silentLog as log } from "../../support/silent-log.js";
import { someFacts } from "../../support/some-facts.js";

const now = new Date("2026-11-22T10:00:00Z");
const earlier = new Date("2026-11-20T10:00:00Z");
const clock = { now: () => now };
const payload = { orderNumber: "ORD-1", customer: { phone: "+919876543210" } };

const opened = () => {
  const bus = new MemoryEventBus({ topics: [], now: clock.now });
  const states = new Map<string, MessageState>();
  const facts = someFacts({ templates: createTemplateStore("templates").current() });
  const readEvent = createReadEvent({
    facts: () => facts,
    hashes: createHashes(Buffer.alloc(32, 1)),
    journalTtlMs: 168 * 3_600_000,
    notifications: new Map(notifications.map((one) => [one.topic, one])),
  });
  let isAway = false;
  const published: OutgoingEvent[] = [];
  const deadLetterMarks = createMemoryDeadLetterMarks({ clock });
  const replay = createReplayDeadLetters({
    clock,
    deadLetterLog: createBusDeadLetterLog(bus),
    deadLetterMarks,
    eventPublisher: {
      publish: async (event) => {
        if (isAway) throw new EventsUnavailable("away");
        published.push(event);
      },
    },
    journal: {
      read: async (messageId) => {
        const state = states.get(messageId);
        return state === undefined ? undefined : ({ messageId, state, timeline: [] } as unknown as JournalEntry);
      },
    },
    log,
    readEvent,
    topicPrefix: "acme.",
  });
  const bury = createBuryRecord({ eventPublisher: bus, log, meters: noMeters, topicPrefix: "acme." });
  const recordOf = (value: string | null, headers: Record<string, string> = {}): EventRecord => ({
    ...{
      topic: "delivery.completed",
      partition: 3,
      offset: 7n,
      timestamp: earlier,
      key: Buffer.from("k"),
      topicId: "t",
    },
    value: value === null ? null : Buffer.from(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, held]) => [name, Buffer.from(held)])),
  });
  const idOf = () => letterOf(bus.list("sms.dead-letter", 1)[0]!, "acme.").id;
  const messagesOf = (record: EventRecord) => {
    const read = readEvent(record, now);
    return read.kind === "messages" ? read.messages.map(({ id }) => id) : [];
  };
  return {
    letters: () => bus.list("sms.dead-letter", 10),
    ...{ bus, bury, deadLetterMarks, idOf, messagesOf, published, recordOf, replay, states, readEvent },
    away: (is: boolean) => {
      isAway = is;
    },
    giveUp: (record: EventRecord) =>
      createGiveUpRecord({ buryRecord: bury, errorLog: silentErrorLog, failMessage: async () => ({ kind: "parked" }) })(
        record,
        readEvent(record, now),
        new TypeError("a mistake"),
        new AbortController().signal,
      ),
  };
};

describe("a record that a mistake in the program kept from being handled", () => {
  const given = [
    ["with an id", { ce_id: "e-1", ce_source: "/shop" }],
    ["without one", {}],
  ] as const;
  test.each(given)("%s: its message failed unsent, so it is sent as a new one, once", async (_, headers) => {
    const stage = opened();
    const record = stage.recordOf(JSON.stringify(payload), headers);
    await stage.giveUp(record);
    const [first] = stage.messagesOf(record);
    stage.states.set(first!, "failed");
    const once = await stage.replay({ ids: [stage.idOf()] }, "ops", null);
    const [result] = once.results;
    expect(result).toMatchObject({ state: "replayed", topic: "delivery.completed" });
    const messages = result!.state === "replayed" ? result!.messages : [];
    expect(messages).toHaveLength(1);
    expect(messages).not.toEqual([first]);
    const [event] = stage.published;
    const again = { ...record, value: event!.value as Buffer, rawHeaders: event!.rawHeaders! };
    const read = { ...again, headers: Object.fromEntries(event!.rawHeaders!.map(([name, held]) => [name, held!])) };
    expect(stage.messagesOf(read)).toEqual(messages);
    const ids = [stage.idOf()];
    expect((await stage.replay({ ids }, "ops", null)).results).toEqual([result]);
    stage.states.set(messages[0]!, "failed");
    const [another] = (await stage.replay({ ids }, "ops", null)).results;
    const next = another!.state === "replayed" ? another!.messages : [];
    expect(next).toHaveLength(1);
    expect([first, ...messages]).not.toContain(next[0]);
    stage.states.set(next[0]!, "sent");
    const { results } = await stage.replay({ ids }, "ops", null);
    expect(results).toMatchObject([{ state: "refused", detail: expect.stringContaining("could text it twice") }]);
    expect(stage.published).toHaveLength(3);
  });

  test.each(given)("%s: its message may have gone out, so nothing is replayed", async (_, headers) => {
    const stage = opened();
    const record = stage.recordOf(JSON.stringify(payload), headers);
    await stage.giveUp(record);
    stage.states.set(stage.messagesOf(record)[0]!, "in-doubt");
    const { results } = await stage.replay({ ids: [stage.idOf()] }, "ops", null);
    expect(results).toMatchObject([
      { state: "refused", detail: expect.stringContaining("is in-doubt; a replay could text it twice") },
    ]);
    expect(stage.published).toEqual([]);
  });
});

test("the record goes back with its key and headers, to its topic without the prefix, with a deadline that counts from now", async () => {
  const stage = opened();
  const headers = { ce_id: "e-1", ce_source: "/shop", ce_time: "2026-01-01T00:00:00Z", own: "kept" };
  await stage.bury(stage.recordOf(JSON.stringify(payload), headers), "invalid-event", "was faulty");
  await stage.replay({ ids: [stage.idOf()] }, "ops", null);
  const [event] = stage.published;
  expect(event).toMatchObject({ topic: "delivery.completed", key: Buffer.from("k") });
  expect(event!.timestamp).toBeUndefined();
  const rawHeaders = event!.rawHeaders!;
  expect(rawHeaders).toContainEqual(["own", Buffer.from("kept")]);
  const replayed = stage.recordOf(JSON.stringify(payload));
  const read = stage.readEvent(
    { ...replayed, timestamp: now, headers: Object.fromEntries(rawHeaders.map(([name, held]) => [name, held!])) },
    now,
  );
  expect(read).toMatchObject({ kind: "messages", messages: [{ request: { requestedAt: now } }] });
});

test.each<[string, string | null, string, string]>([
  ["a null value", null, "null-value", "it would come back: null-value"],
  ["what is no JSON", "{", "bad-json", "it would come back: bad-json"],
  ["a fault that is still there", "{}", "invalid-event", "it would come back: orderNumber"],
])("%s is refused", async (_, value, cause, detail) => {
  const stage = opened();
  await stage.bury(stage.recordOf(value), cause, "m");
  const { results } = await stage.replay({ ids: [stage.idOf()] }, "ops", null);
  expect(results).toMatchObject([{ state: "refused", detail: expect.stringContaining(detail) }]);
  const mended = await stage.replay({ ids: [stage.idOf()] }, "ops", null, { value: payload });
  expect(mended.results).toMatchObject([{ state: "replayed" }]);
});

test("a value of which only the beginning was kept goes back whole, or not at all", async () => {
  const stage = opened();
  await stage.bury(stage.recordOf(JSON.stringify(payload)), "invalid-event", "m");
  const [{ headers, key, value }] = stage.letters() as [EventRecord];
  // The broker's cut comes after the burial.
  await stage.bus.publish({
    topic: "sms.dead-letter",
    key,
    value,
    headers: { ...headers, "sms-truncated-from": "99" },
  });
  const { results } = await stage.replay({ ids: [stage.idOf()] }, "ops", null);
  expect(results).toMatchObject([{ state: "refused", detail: expect.stringContaining("only the beginning") }]);
  const whole = await stage.replay({ ids: [stage.idOf()] }, "ops", null, { value: payload });
  expect(whole.results).toMatchObject([{ state: "replayed" }]);
});

test("a log of events that is away: what was published is marked, the rest can be replayed", async () => {
  const stage = opened();
  await stage.bury(stage.recordOf(JSON.stringify(payload), { ce_id: "1" }), "invalid-event", "m");
  const id = stage.idOf();
  stage.away(true);
  await expect(stage.replay({ ids: [id] }, "ops", null)).rejects.toThrow(EventsUnavailable);
  expect(await stage.deadLetterMarks.of([id])).toEqual(new Map());
  stage.away(false);
  await stage.replay({ ids: [id] }, "ops", "again");
  expect((await stage.deadLetterMarks.of([id])).get(id)).toEqual({
    state: "replayed",
    at: now,
    by: "ops",
    reason: "again",
  });
});

test("ids that are none are refused, each", async () => {
  const { replay } = opened();
  const ids = ["0-0-abc", "x", "0-0", "99999999999-0-a", ""];
  const { results } = await replay({ ids }, "ops", null);
  expect(results.map(({ state }) => state)).toEqual(ids.map(() => "refused"));
  expect(letterPlace("2-41-a")).toEqual({ partition: 2, offset: 41n, at: 10 });
});
