import { shardOf } from "../../src/adapters/redis/journal/shards.js";
import { createRedisClient } from "../../src/adapters/redis/server/client.js";
import { createRedisStore, type RedisStore } from "../../src/adapters/redis/store.js";
import { lanes } from "../../src/domain/message-class.js";
import type { SendRates } from "../../src/application/delivery/send-rates.js";
import { type JournalStage, stageParkedBytes, stageTtlMs } from "../contracts/journal-stage.js";
import type { ThrottleStage } from "../contracts/throttle.contract.js";

export const aHashKey = "a key for tests only, of more than 32 bytes";

/** As keys say it. */
export const aDeployment = "acme./workers";

interface OpenOptions {
  readonly urls: readonly string[];
  readonly hashKey?: string;
  readonly deployment?: string;
  readonly replicas?: number;
  readonly rates?: SendRates;
  readonly deadlineMs?: number;
  readonly clockOffset?: () => number;
}

export const openRedisStore = (options: OpenOptions): RedisStore =>
  createRedisStore({
    deployment: aDeployment,
    hashKey: aHashKey,
    ttlMs: stageTtlMs,
    parkedBytesCap: stageParkedBytes,
    rates: { transactional: undefined, promotional: undefined },
    ...options,
  });

/** Empties the servers and opens a journal on them whose clock can be moved. */
export const redisJournalStage = async (
  servers: {
    readonly urls: readonly string[];
    flush(): Promise<void>;
    /** Runs a command on the node that has the key. */
    command?(...words: string[]): Promise<unknown>;
  },
  deadlineMs = 10_000,
): Promise<JournalStage & { readonly store: RedisStore }> => {
  await servers.flush();
  let offset = 0;
  const store = openRedisStore({ urls: servers.urls, deadlineMs, clockOffset: () => offset });
  return {
    store,
    journal: store.journal,
    schedule: store.schedule,
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
    lose: async (messageId, part) => {
      const key = (name: string) => `{${aDeployment}:${shardOf(messageId)}}:${name}`;
      if (part === "body") await servers.command!("HDEL", key("parked"), messageId);
      else for (const lane of lanes) await servers.command!("ZREM", key(`due:${lane}`), messageId);
    },
    close: store.close,
  };
};

export const redisThrottleStage = async (
  servers: { readonly urls: readonly string[]; flush(): Promise<void> },
  rates: SendRates,
): Promise<ThrottleStage> => {
  await servers.flush();
  let offset = 0;
  const open = () => openRedisStore({ urls: servers.urls, rates, deadlineMs: 10_000, clockOffset: () => offset });
  const stores = [open(), open(), open()] as const;
  return {
    workers: [stores[0].throttle, stores[1].throttle, stores[2].throttle],
    advance: (ms) => {
      offset += ms;
    },
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
    },
  };
};

type StartServers = () => Promise<{ readonly urls: readonly string[]; stop(): Promise<void> }>;

/** Servers of their own and parts on them, all by one clock that a test moves. */
const onServers = async <Part extends { close(): Promise<void> }>(
  start: StartServers,
  count: number,
  open: (urls: readonly string[], clockOffset: () => number) => Part,
) => {
  const { urls, stop } = await start();
  let offset = 0;
  const clockOffset = () => offset;
  const parts = Array.from({ length: count }, () => open(urls, clockOffset));
  return {
    parts,
    clockOffset,
    now: () => new Date(Date.now() + offset),
    advance: (ms: number) => {
      offset += ms;
    },
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
      await stop();
    },
  };
};

export const redisClients = (start: StartServers, count = 1) =>
  onServers(start, count, (urls) => createRedisClient({ urls, deadlineMs: 10_000 }));

/** Stores of so many workers of one deployment. */
export const redisWorkers = (start: StartServers, count = 3) =>
  onServers(start, count, (urls, clockOffset) => openRedisStore({ urls, deadlineMs: 10_000, clockOffset }));
