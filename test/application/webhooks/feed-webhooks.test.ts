import { expect, test } from "vitest";
import { createMemoryWebhookStore } from "../../../src/adapters/memory/webhook-store.js";
import type { Assignment } from "../../../src/application/ports/event-source.js";
import { WebhookFeed } from "../../../src/application/webhooks/feed-webhooks.js";
import { healthy, type Webhook } from "../../../src/domain/webhook/webhook.js";
import { ManualClock } from "../../support/manual-clock.js";
import { silentLog } from "../../support/silent-log.js";

test("who is added, or enabled, is told of what happens from then on", async () => {
  const clock = new ManualClock();
  const webhookStore = createMemoryWebhookStore();
  const feed = new WebhookFeed({ clock, log: silentLog, webhookStore });
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
