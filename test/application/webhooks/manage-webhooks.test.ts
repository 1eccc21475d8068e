import { expect, test } from "vitest";
import { createMemoryWebhookStore } from "../../../src/adapters/memory/webhook-store.js";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import { mostDeliveries } from "../../../src/application/ports/webhook-store.js";
import { createManageWebhooks } from "../../../src/application/webhooks/manage-webhooks.js";
import { ManualClock } from "../../support/manual-clock.js";

const outcomeAt = (second: number): EventRecord => ({
  ...{ topic: "sms.sent", partition: 0, offset: BigInt(second), key: null, value: Buffer.from("{}") },
  timestamp: new Date(second * 1_000),
  headers: { ce_id: Buffer.from(`event-${second}`) },
});

const replaying = async (records: Iterable<EventRecord>) => {
  const clock = new ManualClock();
  const webhookStore = createMemoryWebhookStore();
  const webhooks = createManageWebhooks({
    ...{ clock, webhookStore, newSecret: () => "whsec_", randomness: { uuid: () => "one" } },
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
  const answer = await webhooks.replay("one", new Date(0));
  const queue = await webhookStore.take("one", clock.now(), Number.MAX_SAFE_INTEGER, 1);
  return { answer, queued: queue.map(({ id }) => id) };
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
