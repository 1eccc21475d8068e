import { expect, test } from "vitest";
import { createMemoryWebhookStore } from "../../../src/adapters/memory/webhook-store.js";
import type { Assignment } from "../../../src/application/ports/event-source.js";
import { WebhookFeed } from "../../../src/application/webhooks/feed-webhooks.js";
import { healthy, type Webhook } from "../../../src/domain/webhook/webhook.js";
import { ManualClock } from "../../support/manual-clock.js";
import { noMeters } from "../../support/no-meters.js";
import { silentLog } from "../../support/silent-log.js";

test("who is added, or enabled, is told of what happens from then on", async () => {
  const clock = new ManualClock();
  const webhookStore = createMemoryWebhookStore();
  const feed = new WebhookFeed({ clock, log: silentLog, meters: noMeters, webhookStore });
  const add = async (id: string) => {
    const rest = { types: [], classes: [], reasons: [], number: "masked", secrets: [] } as const;
    const webhook: Webhook = { id, url: `https://${id}.example`, createdAt: clock.now(), ...rest };
    await webhookStore.save(webhook);
  };
  const assignment = { pause: () => undefined, resume: () => undefined, commit: () => undefined };
  let offset = 0n;
  const happens = async (id: string) => {
    await clock.advance(100);
    offset += 1n;
    const headers = { ce_id: Buffer.from(id) };
    const value = Buffer.from("{}");
    const record = { topic: "sms.sent", partition: 0, offset, timestamp: clock.now(), key: null, value, headers };
    feed.deliver(assignment as unknown as Assignment, [record]);
    await clock.advance(100);
  };
  const waiting = async () => Object.fromEntries((await webhookStore.list()).map((one) => [one.id, one.waiting]));

  await add("first");
  await webhookStore.changeHealth("first", () => ({ ...healthy, disabled: { at: clock.now(), reason: "410" } }));
  await happens("a");
  await webhookStore.changeHealth("first", () => healthy);
  await add("second");
  await happens("b");
  expect(await waiting()).toEqual({ first: 1, second: 1 });
  await feed.stop();
});

test("of a receiver that was removed it is not remembered that its queue was full", async () => {
  const clock = new ManualClock();
  const told: string[] = [];
  const rest = { types: [], classes: [], reasons: [], number: "masked", secrets: [], createdAt: new Date(0) } as const;
  const one = { id: "one", url: "https://one.example", ...rest, health: healthy, waiting: 0 };
  let all = [one];
  const feed = new WebhookFeed({
    clock,
    log: { ...silentLog, warn: (_, sentence) => void told.push(sentence) },
    meters: noMeters,
    webhookStore: { list: async () => all, add: async () => "full" },
  });
  const assignment = { pause: () => undefined, resume: () => undefined, commit: () => undefined };
  const headers = { ce_id: Buffer.from("id") };
  const value = Buffer.from("{}");
  const deliver = async () => {
    const record = { topic: "sms.sent", partition: 0, offset: 1n, timestamp: clock.now(), key: null, value, headers };
    feed.deliver(assignment as unknown as Assignment, [record]);
    await clock.advance(100);
  };
  await deliver();
  await deliver();
  expect(told).toHaveLength(1);
  all = [];
  await deliver();
  all = [one];
  await deliver();
  expect(told).toHaveLength(2);
  await feed.stop();
});

test("what a full queue leaves out is counted, each of it, and told once a minute", async () => {
  const clock = new ManualClock();
  const counted: string[] = [];
  const told: string[] = [];
  const rest = { types: [], classes: [], reasons: [], number: "masked", secrets: [], createdAt: new Date(0) } as const;
  const feed = new WebhookFeed({
    clock,
    log: { ...silentLog, warn: (_, sentence) => void told.push(sentence) },
    meters: { webhookDelivery: (result) => void counted.push(result) },
    webhookStore: {
      list: async () => [{ id: "one", url: "https://one.example", ...rest, health: healthy, waiting: 0 }],
      add: async () => "full",
    },
  });
  const assignment = { pause: () => undefined, resume: () => undefined, commit: () => undefined };
  const headers = { ce_id: Buffer.from("id") };
  const record = { topic: "sms.sent", partition: 0, offset: 1n, timestamp: clock.now(), key: null, headers };
  const deliver = async () => {
    feed.deliver(assignment as unknown as Assignment, Array(5).fill({ ...record, value: Buffer.from("{}") }));
    await clock.advance(100);
  };
  await deliver();
  expect([counted, told.length]).toEqual([Array(5).fill("left-out"), 1]);
  await clock.advance(60_000);
  await deliver();
  expect([counted.length, told.length]).toEqual([10, 2]);
  await feed.stop();
});
