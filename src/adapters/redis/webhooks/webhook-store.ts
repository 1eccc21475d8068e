import type { Sealing } from "../../../application/ports/sealing.js";
import {
  deliveriesKeptMs,
  mostDeliveries,
  type WebhookDelivery,
  type WebhookStore,
} from "../../../application/ports/webhook-store.js";
import { healthy, type Webhook, type WebhookHealth } from "../../../domain/webhook/webhook.js";
import { ownRecord } from "../../../domain/own-record.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";

interface StoreNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
  readonly sealing: Sealing;
}

const setScript = script("redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return 1");
/** KEYS: webhooks, health. ARGV: none. Webhooks and health, as fields and values. */
const listScript = script("return { redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]) }");
/** KEYS: webhooks, health, order, bodies. ARGV: id. */
const removeScript = script(`
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[3], KEYS[4])
return redis.call('HDEL', KEYS[1], ARGV[1])
`);
/** KEYS: order, bodies. ARGV: id, due, sealed, most, TTL. */
const addScript = script(`
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then
  if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
return 1
`);
/** KEYS: order, bodies. ARGV: now, limit, end of the lease. Ids and bodies, one after the other. */
const takeScript = script(`
local taken = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
  redis.call('ZADD', KEYS[1], ARGV[3], id)
  taken[#taken + 1] = id
  taken[#taken + 1] = redis.call('HGET', KEYS[2], id) or ''
end
return taken
`);
/** KEYS: order, bodies. ARGV: id, due, sealed. */
const againScript = script(`
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 1
`);
const doneScript = script("redis.call('ZREM', KEYS[1], ARGV[1]) return redis.call('HDEL', KEYS[2], ARGV[1])");
const countScript = script("return redis.call('ZCARD', KEYS[1])");

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
        return plain === undefined ? [] : [[String(name), read(String(plain))] as const];
      }),
    );
  return {
    save: async (webhook) => {
      await client.evaluate(setScript, [webhooks], [webhook.id, sealed(webhook, webhook.id)]);
    },
    setHealth: async (id, now) => {
      await client.evaluate(setScript, [health], [id, sealed(now, id)]);
    },
    list: async () => {
      const found = await client.evaluate(listScript, [webhooks, health], [], { buffers: true });
      const [all, states] = found as [Buffer[], Buffer[]];
      const known = opened(healthFrom, states);
      return Promise.all(
        [...opened(webhookFrom, all).values()].map(async (webhook) => ({
          ...webhook,
          health: known.get(webhook.id) ?? healthy,
          waiting: Number(await client.evaluate(countScript, [queue(webhook.id)[0]], [])),
        })),
      );
    },
    remove: async (id) => (await client.evaluate(removeScript, [webhooks, health, ...queue(id)], [id])) === 1,
    add: async (id, delivery) => {
      const args = [String(mostDeliveries), String(deliveriesKeptMs)];
      const body = sealed(delivery, delivery.id);
      const due = String(delivery.due.getTime());
      return (await client.evaluate(addScript, queue(id), [delivery.id, due, body, ...args])) === 1 ? "kept" : "full";
    },
    take: async (id, now, limit, leaseMs) => {
      const args = [String(now.getTime()), String(limit), String(now.getTime() + leaseMs)];
      const flat = (await client.evaluate(takeScript, queue(id), args, { buffers: true })) as Buffer[];
      return [...opened(deliveryFrom, flat).values()];
    },
    again: async (id, delivery) => {
      const args = [delivery.id, String(delivery.due.getTime()), sealed(delivery, delivery.id)];
      await client.evaluate(againScript, queue(id), args);
    },
    done: async (id, delivery) => {
      await client.evaluate(doneScript, queue(id), [delivery]);
    },
  };
};
