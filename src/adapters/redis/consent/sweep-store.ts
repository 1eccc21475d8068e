import { ownRecord } from "../../../domain/own-record.js";
import { noSweep, type SweepState, type SweepStore } from "../../../application/ports/sweep-store.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";

/** KEYS: state, lease. ARGV: holder, ms. A lease that is another's stays. */
const holdScript = script(`
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return { 0 } end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return { 1, redis.call('GET', KEYS[1]) or '' }
`);

/** KEYS: state, lease. ARGV: holder, state, whether it ends the lease. */
const saveScript = script(`
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
if ARGV[3] == '1' then redis.call('DEL', KEYS[2]) end
return 1
`);

const readScript = script("return redis.call('GET', KEYS[1]) or ''");

interface SweepNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
}

const stateFrom = (text: unknown): SweepState =>
  typeof text === "string" && text !== ""
    ? { ...noSweep, ...ownRecord<SweepState>("a sweep", text, { generation: "number", startedAt: "number" }) }
    : noSweep;

/** Shared by all workers, in Redis. */
export const createRedisSweepStore = ({ client, deployment }: SweepNeeds): SweepStore => {
  const keys = [`{${deployment}:consent:sweep}:state`, `{${deployment}:consent:sweep}:lease`] as const;
  return {
    hold: async (holder, leaseMs) => {
      const [held, state] = (await client.evaluate(holdScript, keys, [holder, String(leaseMs)])) as [number, string];
      return held === 1 ? stateFrom(state) : undefined;
    },
    save: async (holder, state) =>
      (await client.evaluate(saveScript, keys, [holder, JSON.stringify(state), state.running ? "0" : "1"])) === 1,
    read: async () => stateFrom(await client.evaluate(readScript, [keys[0]], [])),
  };
};
