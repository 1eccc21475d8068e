import { expect, test } from "vitest";
import { createMemoryWebhookStore } from "../../../src/adapters/memory/webhook-store.js";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import { leaseMs, mostDeliveries, type WebhookDelivery } from "../../../src/application/ports/webhook-store.js";
import { createManageWebhooks } from "../../../src/application/webhooks/manage-webhooks.js";
import { ManualClock } from "../../support/manual-clock.js";

const outcomeAt = (second: number): EventRecord => ({
  ...{ topic: "sms.sent", partition: 0, offset: BigInt(second), key: null, value: Buffer.from("{}") },
  timestamp: new Date(second * 1_000),
  headers: { ce_id: Buffer.from(`event-${second}`) },
});

/** A receiver, `one`, that takes what it is sent; `secret-2` is the second secret that is made. */
const managing = async (records: Iterable<EventRecord> = [], answerMs = 0) => {
  const clock = new ManualClock();
  const webhookStore = createMemoryWebhookStore();
  const slow =
    <Given extends readonly unknown[], Answer>(step: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      await clock.sleep(answerMs);
      return step(...given);
    };
  const { add, again } = webhookStore;
  if (answerMs > 0) Object.assign(webhookStore, { add: slow(add), again: slow(again) });
  let secrets = 0;
  const newSecret = () => {
    secrets += 1;
    return `secret-${secrets}`;
  };
  const webhooks = createManageWebhooks({
    ...{ clock, webhookStore, newSecret, randomness: { uuid: () => "one" } },
    reportLog: {
      since: async (_topics, _since, take) => {
        for (const record of records) take(record);
      },
    },
    webhookSender: {
      refusal: () => undefined,
      send: async () => ({ kind: "answered", status: 204, retryAfterMs: undefined }),
    },
  });
  await webhooks.add({ url: "https://one.example", types: ["sms.sent"], classes: [], reasons: [], number: "masked" });
  return { clock, webhookStore, webhooks };
};

const replaying = async (records: Iterable<EventRecord>, waiting: readonly WebhookDelivery[] = []) => {
  const { clock, webhookStore, webhooks } = await managing(records);
  for (const delivery of waiting) await webhookStore.add("one", delivery);
  const answer = await webhooks.replay("one", new Date(0));
  const queue = await webhookStore.take("one", clock.now(), Number.MAX_SAFE_INTEGER, 1);
  return { answer, queue, queued: queue.map(({ id }) => id) };
};

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `event-${from + at}`);

test.each([
  ["nothing", 0, 0],
  ["as many as the queue takes", mostDeliveries, 0],
  ["one more", mostDeliveries + 1, 1],
  ["many more", mostDeliveries * 3, mostDeliveries * 2],
])(
  "a replay of %s queues the oldest, in whatever order the topics are read, and counts the rest",
  async (_, many, left) => {
    const newestFirst = Array.from({ length: many }, (_, at) => outcomeAt(many - at));
    const { answer, queued } = await replaying(newestFirst);
    expect(answer).toEqual({ queued: many - left, left });
    expect(queued).toEqual(ids(1, many - left + 1));
  },
);

test("what waits for its next try is replayed too: due at once, with all its tries before it, in a full queue as well", async () => {
  const due = new Date("2099-01-01T00:00:00Z");
  const waiting = ids(1, mostDeliveries + 1).map((id) => ({ id, body: "{}", failed: 4, due }));
  const { answer, queue } = await replaying([outcomeAt(0), outcomeAt(2), outcomeAt(1)], waiting);
  expect(answer).toEqual({ queued: 2, left: 1 });
  expect(queue).toMatchObject([
    { id: "event-1", failed: 0 },
    { id: "event-2", failed: 0 },
  ]);
});

test("of two new secrets at once neither is lost: each signs, with the old one, for a day at least", async () => {
  const { webhookStore, webhooks } = await managing();
  await Promise.all([webhooks.rotate("one"), webhooks.rotate("one")]);
  const [receiver] = await webhookStore.list();
  expect(receiver!.secrets.map(({ secret }) => secret)).toEqual(["secret-3", "secret-2", "secret-1"]);
});

test("a new secret does not bring back a receiver that is removed at the same moment", async () => {
  const { webhookStore, webhooks } = await managing();
  const [rotated] = await Promise.all([webhooks.rotate("one"), webhooks.remove("one")]);
  expect(await webhookStore.list()).toEqual([]);
  expect(rotated === undefined || rotated.secret === "secret-2").toBe(true);
  expect(await webhooks.rotate("one")).toBeUndefined();
});

test("one that is enabled gets at once what waits for its next try, and not again what is under way", async () => {
  const { clock, webhookStore, webhooks } = await managing();
  const later = (ms: number) => new Date(clock.now().getTime() + ms);
  const delivery = (id: string, due: Date) => ({ id, body: "{}", failed: 6, due });
  await webhookStore.add("one", delivery("under way", clock.now()));
  await webhookStore.take("one", clock.now(), 1, leaseMs);
  await webhookStore.add("one", delivery("waits", later(14 * 3_600_000)));
  expect(await webhooks.enable("one")).toMatchObject({ enabled: true });
  expect(await webhookStore.take("one", clock.now(), 5, leaseMs)).toEqual([delivery("waits", clock.now())]);
});

test("ten thousand events are queued while the command waits, though each step of the store is written to disk", async () => {
  const records = Array.from({ length: mostDeliveries }, (_, at) => outcomeAt(at + 1));
  const { clock, webhooks } = await managing(records, 5);
  const replayed = webhooks.replay("one", new Date(0));
  await clock.advance(10_000);
  expect(await Promise.race([replayed, "it goes on"])).toEqual({ queued: mostDeliveries, left: 0 });
});
