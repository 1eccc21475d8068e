import { type ConsentReview, mostReviewed, type ReviewItem } from "../../../application/ports/consent-review.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";

/** KEYS: order, items. ARGV: id, instant, sealed, most. */
const addScript = script(`
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
end
local over = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[4])
if over > 0 then
  for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, over - 1)) do
    redis.call('ZREM', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
  end
end
return 0
`);

/** KEYS: order, items. ARGV: the limit. Ids and items, one after the other. */
const listScript = script(`
local found = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1)) do
  found[#found + 1] = id
  found[#found + 1] = redis.call('HGET', KEYS[2], id) or ''
end
return found
`);

const findScript = script("return redis.call('HGET', KEYS[2], ARGV[1]) or ''");
const removeScript = script("redis.call('ZREM', KEYS[1], ARGV[1]) return redis.call('HDEL', KEYS[2], ARGV[1])");

const itemOf = (id: string, kept: string): ReviewItem | undefined => {
  if (kept === "") return undefined;
  const [at, sealed = ""] = kept.split(" ");
  return { id, at: new Date(Number(at)), sealed: Buffer.from(sealed, "base64") };
};

interface ReviewNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
}

/** Shared by all workers, in Redis; texts and numbers are sealed. */
export const createRedisConsentReview = ({ client, deployment }: ReviewNeeds): ConsentReview => {
  const keys = [`{${deployment}:consent:review}:order`, `{${deployment}:consent:review}:items`] as const;
  return {
    add: async ({ id, at, sealed }) => {
      const args = [id, String(at.getTime()), sealed.toString("base64"), String(mostReviewed)];
      await client.evaluate(addScript, keys, args);
    },
    list: async (limit) => {
      const flat = (await client.evaluate(listScript, keys, [String(limit)])) as string[];
      return flat.flatMap((id, at) => (at % 2 === 0 ? (itemOf(id, flat[at + 1]!) ?? []) : []));
    },
    find: async (id) => itemOf(id, String(await client.evaluate(findScript, keys, [id]))),
    remove: async (id) => {
      await client.evaluate(removeScript, keys, [id]);
    },
  };
};
