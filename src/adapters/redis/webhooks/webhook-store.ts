import type { Sealing } from "../../../application/ports/sealing.js";
import {
  deliveriesKeptMs,
  leaseMs as longestLeaseMs,
  mostDeliveries,
  type WebhookDelivery,
  type WebhookStore,
} from "../../../application/ports/webhook-store.js";
import { healthy, type Webhook, type WebhookHealth } from "../../../domain/webhook/webhook.js";
import { ownRecord } from "../../../domain/own-record.js";
import { whereReadable } from "../../../domain/where-readable.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";

interface StoreNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
  readonly sealing: Sealing;
}

const setScript = script(lua.receiverSet);
const readScript = script(lua.valueRead);
const swapScript = script(lua.valueSwap);
const listScript = script(lua.receiverList);
const removeScript = script(lua.receiverRemove);
const addScript = script(lua.deliveryAdd);
const takeScript = script(lua.deliveryTake);
const againScript = script(lua.deliveryAgain);
const hurryScript = script(lua.deliveryHurry);
const doneScript = script(lua.deliveryDone);
const countScript = script(lua.deliveryCount);
const scanScript = script(lua.deliveryScan);

const dates = new Set(["createdAt", "until", "failingSince", "pausedUntil", "at", "due"]);
const revived = (name: string, value: unknown): unknown =>
  dates.has(name) && typeof value === "string" ? new Date(value) : value;

const webhookFrom = (text: string): Webhook =>
  ownRecord<Webhook>(
    "a webhook",
    text,
    { id: "string", url: "string", secrets: "array", createdAt: "object" },
    revived,
  );
const healthFrom = (text: string): WebhookHealth => ownRecord<WebhookHealth>("a webhook's health", text, {}, revived);
const deliveryFrom = (text: string): WebhookDelivery =>
  ownRecord<WebhookDelivery>(
    "a webhook's delivery",
    text,
    { id: "string", body: "string", failed: "number", due: "object" },
    revived,
  );

/** In Redis, for all workers. The receivers have no TTL: they are what an operator set up. */
export const createRedisWebhookStore = ({ client, deployment, sealing }: StoreNeeds): WebhookStore => {
  const tag = `{${deployment.replaceAll(/[{}]/gu, "_")}:webhooks}`;
  const [webhooks, health] = [`${tag}:all`, `${tag}:health`];
  const queue = (id: string) => [`${tag}:order:${id}`, `${tag}:bodies:${id}`] as const;
  const sealed = (value: unknown, id: string): Buffer => sealing.seal(JSON.stringify(value), `webhook:${id}`);
  const opened = <Value>(read: (text: string) => Value, flat: readonly Buffer[]): ReadonlyMap<string, Value> =>
    new Map(
      flat.flatMap((name, at) => {
        const value = at % 2 === 0 ? flat[at + 1]! : Buffer.alloc(0);
        const plain = value.length === 0 ? undefined : sealing.open(value, `webhook:${String(name)}`);
        const record = plain && whereReadable(() => read(String(plain)));
        return record === undefined ? [] : [[String(name), record] as const];
      }),
    );
  /** Read, changed and swapped until nobody came between; undefined: there is no such receiver, or no change. */
  const changed = async <Value>(
    id: string,
    key: string,
    read: (text: string) => Value,
    change: (before: Value | undefined) => Value | undefined,
    names = webhooks,
  ): Promise<Value | undefined> => {
    for (;;) {
      const before = await client.evaluate(readScript, [names, key], [id], { buffers: true });
      if (!(before instanceof Buffer)) return undefined;
      const after = change(opened(read, [Buffer.from(id), before]).get(id));
      if (after === undefined) return undefined;
      if ((await client.evaluate(swapScript, [names, key], [id, before, sealed(after, id)])) === 1) return after;
    }
  };
  const receivers = async () => {
    const found = await client.evaluate(listScript, [webhooks, health], [], { buffers: true });
    const [all, states] = found as [Buffer[], Buffer[]];
    const known = opened(healthFrom, states);
    return [...opened(webhookFrom, all).values()].map((webhook) => ({
      ...webhook,
      health: known.get(webhook.id) ?? healthy,
    }));
  };
  const rewriteQueue = async (bodies: string, change: (body: string) => string | undefined): Promise<number> => {
    let rewritten = 0;
    for (let cursor = "0"; ; ) {
      const page = await client.evaluate(scanScript, [bodies], [cursor], { buffers: true });
      const [next, flat] = page as [Buffer, Buffer[]];
      for (const { body, id } of opened(deliveryFrom, flat).values()) {
        if (change(body) === undefined) continue;
        const again = (one: WebhookDelivery | undefined): WebhookDelivery | undefined => {
          const given = one && change(one.body);
          return one && given !== undefined ? { ...one, body: given } : undefined;
        };
        if ((await changed(id, bodies, deliveryFrom, again, bodies)) !== undefined) rewritten += 1;
      }
      cursor = String(next);
      if (cursor === "0") return rewritten;
    }
  };
  return {
    save: async (webhook) => {
      await client.evaluate(setScript, [webhooks], [webhook.id, sealed(webhook, webhook.id)]);
    },
    change: async (id, change) =>
      (await changed(id, webhooks, webhookFrom, (before) => before && change(before))) !== undefined,
    changeHealth: (id, change) => changed(id, health, healthFrom, (before = healthy) => change(before)),
    list: async () =>
      Promise.all(
        (await receivers()).map(async (webhook) => ({
          ...webhook,
          waiting: Number(await client.evaluate(countScript, [queue(webhook.id)[0]], [])),
        })),
      ),
    remove: async (id) => (await client.evaluate(removeScript, [webhooks, health, ...queue(id)], [id])) === 1,
    add: async (id, delivery) => {
      const args = [String(mostDeliveries), String(deliveriesKeptMs)];
      const body = sealed(delivery, delivery.id);
      const due = String(delivery.due.getTime());
      const word = await client.evaluate(addScript, [...queue(id), webhooks], [delivery.id, due, body, ...args, id]);
      return word === "full" ? "full" : "kept";
    },
    take: async (id, now, limit, leaseMs) => {
      const args = [String(now.getTime()), String(limit), String(now.getTime() + leaseMs)];
      const flat = (await client.evaluate(takeScript, queue(id), args, { buffers: true })) as Buffer[];
      // One that was hurried still names the instant it waited for.
      return [...opened(deliveryFrom, flat).values()].map((one) => (one.due > now ? { ...one, due: now } : one));
    },
    again: async (id, delivery) => {
      const body = sealed(delivery, delivery.id);
      const args = [delivery.id, String(delivery.due.getTime()), body, String(deliveriesKeptMs)];
      return (await client.evaluate(againScript, queue(id), args)) === 1;
    },
    hurry: async (id, now) => {
      const args = [now.getTime(), now.getTime() + longestLeaseMs].map(String);
      await client.evaluate(hurryScript, [queue(id)[0]], args);
    },
    done: async (id, delivery) => {
      await client.evaluate(doneScript, queue(id), [delivery]);
    },
    rewrite: async (change) => {
      let rewritten = 0;
      for (const { id } of await receivers()) rewritten += await rewriteQueue(queue(id)[1], change);
      return rewritten;
    },
  };
};
