import { describe, expect, test } from "vitest";
import { createMemoryWebhookStore } from "../../../src/adapters/memory/webhook-store.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { EventsUnavailable, type OutgoingEvent } from "../../../src/application/ports/event-publisher.js";
import type { WebhookAnswer } from "../../../src/application/ports/webhook-sender.js";
import type { WebhookStore } from "../../../src/application/ports/webhook-store.js";
import { createDeliverWebhooks } from "../../../src/application/webhooks/deliver-webhooks.js";
import type { Webhook } from "../../../src/domain/webhook/webhook.js";
import { ManualClock } from "../../support/manual-clock.js";
import { noMeters } from "../../support/no-meters.js";
import { silentLog } from "../../support/silent-log.js";

const taken: WebhookAnswer = { kind: "answered", status: 204, retryAfterMs: undefined };

/** Receivers, each with a queue of events; `answerMs` says how long one takes to answer. */
const delivering = async (
  queues: Readonly<Record<string, number>>,
  answerMs: Readonly<Record<string, number>>,
  workers = 1,
) => {
  const clock = new ManualClock();
  const webhookStore = createMemoryWebhookStore();
  for (const [id, events] of Object.entries(queues)) {
    const rest = { types: [], classes: [], reasons: [], number: "masked", secrets: [] } as const;
    const webhook: Webhook = { id, url: `https://${id}.example`, createdAt: clock.now(), ...rest };
    await webhookStore.save(webhook);
    for (let event = 0; event < events; event += 1)
      await webhookStore.add(id, { id: `${id}-${event}`, body: "{}", failed: 0, due: clock.now() });
  }
  const came: Record<string, { readonly id: string; readonly atMs: number }[]> = {};
  const atOnce = new Map<string, { now: number; most: number }>();
  /** By receiver, or by event. */
  const answers = new Map<string, WebhookAnswer>();
  const published: OutgoingEvent[] = [];
  const publisher = { away: false };
  const stop = new AbortController();
  const needs: Parameters<typeof createDeliverWebhooks>[0] = {
    ...{ clock, webhookStore, meters: noMeters, log: silentLog, random: () => 0 },
    hashes: createHashes(Buffer.alloc(32, 1)),
    eventPublisher: {
      publish: async (event) => {
        if (publisher.away) throw new EventsUnavailable("away");
        published.push(event);
      },
    },
    webhookSender: {
      send: async ({ url }, delivery) => {
        const id = new URL(url).hostname.replace(".example", "");
        const open = atOnce.get(id) ?? { now: 0, most: 0 };
        atOnce.set(id, { now: open.now + 1, most: Math.max(open.most, open.now + 1) });
        await clock.sleep(answerMs[id] ?? 0);
        atOnce.set(id, { ...atOnce.get(id)!, now: atOnce.get(id)!.now - 1 });
        came[id] = [...(came[id] ?? []), { id: delivery.id, atMs: clock.monotonic() }];
        return answers.get(delivery.id) ?? answers.get(id) ?? taken;
      },
    },
  };
  /** Answers of a store that workers share take a millisecond to each: what one read, another may have changed. */
  const shared = new Proxy(webhookStore, {
    get:
      (store, name: keyof WebhookStore) =>
      async (...args: never[]) => {
        const answer = await (store[name] as (...args: never[]) => Promise<unknown>)(...args);
        await clock.sleep(1);
        return answer;
      },
  });
  const theirs = workers === 1 ? needs : { ...needs, webhookStore: shared };
  const running = Promise.all(Array.from({ length: workers }, () => createDeliverWebhooks(theirs)(stop.signal)));
  const end = async () => {
    stop.abort();
    await clock.until(running);
  };
  return { answers, atOnce, came, clock, end, published, publisher, webhookStore };
};

describe("one receiver that takes 10 s to answer beside one that takes 20 ms", () => {
  const events = 400;
  const arrivals = async (queues: Readonly<Record<string, number>>) => {
    const { atOnce, came, clock, end } = await delivering(queues, { fast: 20, slow: 10_000 });
    await clock.advance(5_000);
    const fast = came["fast"] ?? [];
    const slow = (came["slow"] ?? []).length;
    await end();
    return { fast, slow, atOnce };
  };

  test("the fast one gets every event at the same instants as without the slow one, its p99 too", async () => {
    const alone = await arrivals({ fast: events });
    const beside = await arrivals({ slow: events, fast: events });
    expect(alone.fast).toHaveLength(events);
    expect(beside.fast).toEqual(alone.fast);
    expect(beside.fast[Math.ceil(events * 0.99) - 1]).toEqual(alone.fast[Math.ceil(events * 0.99) - 1]);
    expect(beside.slow).toBe(0);
  });

  test("each is called four at a time at most, and as soon as one is answered the next goes", async () => {
    const { atOnce, fast } = await arrivals({ slow: events, fast: events });
    expect(atOnce.get("slow")?.most).toBe(4);
    expect(atOnce.get("fast")?.most).toBe(4);
    // 400 events, four at once, 20 ms each: two seconds, and no wait for a look in between.
    expect(fast.at(-1)?.atMs).toBe((events / 4) * 20);
  });
});

test("a receiver that asks for patience gets nothing more, whatever else was about to go", async () => {
  const { answers, came, clock, end, webhookStore } = await delivering({ busy: 50 }, { busy: 20 });
  answers.set("busy", { kind: "answered", status: 429, retryAfterMs: 60_000 });
  await clock.advance(59_000);
  expect(came["busy"]).toHaveLength(4);
  expect((await webhookStore.list())[0]).toMatchObject({ waiting: 50 });
  answers.delete("busy");
  await clock.advance(60_000);
  expect(new Set(came["busy"]!.map(({ id }) => id)).size).toBe(50);
  expect((await webhookStore.list())[0]).toMatchObject({ waiting: 0 });
  await end();
});

test.each([
  ["fails otherwise", { kind: "answered", status: 500, retryAfterMs: undefined }],
  ["asks for less", { kind: "answered", status: 503, retryAfterMs: 1_000 }],
  ["arrives", taken],
] as const)("it gets nothing more although another delivery under way %s", async (_, other) => {
  const { answers, came, clock, end } = await delivering({ busy: 50 }, { busy: 20 });
  answers.set("busy", other);
  answers.set("busy-0", { kind: "answered", status: 429, retryAfterMs: 60_000 });
  await clock.advance(59_000);
  expect(came["busy"]!.length).toBeLessThanOrEqual(7);
  expect(came["busy"]!.every(({ atMs }) => atMs <= 40)).toBe(true);
  await end();
});

test("four answers of 410 at once disable it once, and it is told once", async () => {
  const { answers, came, clock, end, published, webhookStore } = await delivering({ gone: 50 }, { gone: 20 });
  answers.set("gone", { kind: "answered", status: 410, retryAfterMs: undefined });
  answers.set("gone-3", { kind: "answered", status: 500, retryAfterMs: undefined });
  await clock.advance(90_000);
  expect(came["gone"]).toHaveLength(4);
  expect((await webhookStore.list())[0]?.health.disabled).not.toBeNull();
  expect(published.map(({ topic }) => topic)).toEqual(["webhook.disabled"]);
  await end();
});

test("that a receiver is disabled is told by whoever is there once the log of events is back, and once", async () => {
  const { answers, clock, end, published, publisher, webhookStore } = await delivering({ gone: 1 }, { gone: 20 });
  answers.set("gone", { kind: "answered", status: 410, retryAfterMs: undefined });
  publisher.away = true;
  await clock.advance(90_000);
  const [receiver] = await webhookStore.list();
  expect(receiver?.health.disabled).toMatchObject({ reason: "it answers 410 Gone" });
  publisher.away = false;
  await clock.advance(90_000);
  expect(published).toMatchObject([{ topic: "webhook.disabled", key: "gone" }]);
  expect(JSON.parse(String(published[0]!.value)).occurredAt).toBe(receiver!.health.disabled!.at.toISOString());
  await end();
});

test("of two workers that are answered at once, one by 410, neither undoes what the other keeps", async () => {
  const { answers, clock, end, published, webhookStore } = await delivering({ gone: 8 }, { gone: 20 }, 2);
  answers.set("gone", { kind: "answered", status: 500, retryAfterMs: undefined });
  answers.set("gone-0", { kind: "answered", status: 410, retryAfterMs: undefined });
  await clock.advance(100);
  expect((await webhookStore.list())[0]?.health.disabled).not.toBeNull();
  expect(published.map(({ topic }) => topic)).toEqual(["webhook.disabled"]);
  await end();
});

test("a receiver that is taken away, or disabled, gets nothing more", async () => {
  const { came, clock, end, webhookStore } = await delivering({ gone: 50, off: 50 }, { gone: 400, off: 400 });
  await clock.advance(100);
  await webhookStore.remove("gone");
  const disabled = { at: clock.now(), reason: "410" };
  await webhookStore.changeHealth("off", (health) => ({ ...health, disabled }));
  await clock.advance(10_000);
  expect(came["gone"]!.length).toBeLessThanOrEqual(4);
  // What another worker decided is known with the next look.
  expect(came["off"]!.length).toBeLessThanOrEqual(8);
  await end();
});

test("one that was disabled meanwhile stays so, although a delivery under way arrives", async () => {
  const { answers, came, clock, end, webhookStore } = await delivering({ off: 1 }, { off: 2_000 });
  answers.set("off", { kind: "answered", status: 500, retryAfterMs: undefined });
  await clock.advance(3_000);
  const [failing] = await webhookStore.list();
  expect(failing?.health.failingSince).not.toBeNull();
  answers.delete("off");
  await clock.advance(5_000);
  // Another worker was answered 410.
  const disabled = { at: clock.now(), reason: "410" };
  await webhookStore.changeHealth("off", (health) => ({ ...health, disabled }));
  await clock.advance(5_000);
  expect(came["off"]).toHaveLength(2);
  expect((await webhookStore.list())[0]).toMatchObject({ waiting: 0, health: { disabled } });
  await end();
});

test("a stop waits for what is under way and begins nothing more", async () => {
  const { came, end } = await delivering({ one: 50 }, { one: 20 });
  await end();
  expect(came["one"]?.length ?? 0).toBeLessThanOrEqual(4);
});
