import { answerMs, beginMs, type Idempotency } from "../../../application/ports/idempotency.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";

/** KEYS: the key. ARGV: digest, ms. A hash of the body's digest, and the answer once there is one. */
const beginScript = script(`
local kept = redis.call('HMGET', KEYS[1], 'digest', 'answer')
if not kept[1] then
  redis.call('HSET', KEYS[1], 'digest', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return { 'new' }
end
if kept[1] ~= ARGV[1] then return { 'conflict' } end
return { 'repeated', kept[2] }
`);

const answerScript = script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
redis.call('HSET', KEYS[1], 'answer', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 'ok'
`);

const forgetScript = script("return redis.call('DEL', KEYS[1])");

const keysOf = (key: string): readonly [string] => [`otp:idempotency:${key}`];

/** Shared by all workers, in Redis; one script, one round trip a step. */
export const createRedisIdempotency = ({
  client,
}: {
  readonly client: Pick<RedisClient, "evaluate">;
}): Idempotency => ({
  begin: async (key, digest) => {
    const answer = await client.evaluate(beginScript, keysOf(key), [digest, String(beginMs)]);
    const [kind, kept] = answer as ["new" | "repeated" | "conflict", string | null | undefined];
    return kind === "repeated" ? { kind, answer: kept ?? undefined } : { kind };
  },
  answer: async (key, answer) => {
    await client.evaluate(answerScript, keysOf(key), [answer, String(answerMs)]);
  },
  forget: async (key) => {
    await client.evaluate(forgetScript, keysOf(key), []);
  },
});
