import type { SpentWords } from "../../../application/ports/spent-words.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";

/** KEYS: the word's. ARGV: at, limit, until, ms that it lives. */
const keepScript = script(`
local lifted, at = unpack(redis.call('HMGET', KEYS[1], 'lifted', 'at'))
if tonumber(ARGV[1]) > tonumber(lifted or 0) and tonumber(ARGV[1]) >= tonumber(at or 0) then
  redis.call('HSET', KEYS[1], 'at', ARGV[1], 'limit', ARGV[2], 'until', ARGV[3])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
`);

/** KEYS: the word's. ARGV: instant, ms that it lives. */
const liftScript = script(`
local lifted, at = unpack(redis.call('HMGET', KEYS[1], 'lifted', 'at'))
if tonumber(ARGV[1]) < tonumber(lifted or 0) then return 0 end
redis.call('HSET', KEYS[1], 'lifted', ARGV[1])
if at and tonumber(at) <= tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], 'at', 'limit', 'until') end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

const readScript = script("return redis.call('HMGET', KEYS[1], 'at', 'limit', 'until')");

/** No word holds longer than a month. */
const livesMs = String(32 * 86_400_000);

interface WordNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
}

/** Shared by all workers, in Redis. */
export const createRedisSpentWords = ({ client, deployment }: WordNeeds): SpentWords => {
  const keys = [`{${deployment}:money}:provider-spent`] as const;
  return {
    keep: async ({ at, limit, until }) => {
      await client.evaluate(keepScript, keys, [String(at), String(limit ?? ""), String(until), livesMs]);
    },
    read: async () => {
      const [at, limit, until] = (await client.evaluate(readScript, keys, [])) as (string | null)[];
      if (at === null || at === undefined) return undefined;
      return { at: Number(at), limit: limit ? Number(limit) : null, until: Number(until) };
    },
    lift: async (at) => {
      await client.evaluate(liftScript, keys, [String(at), livesMs]);
    },
  };
};
