import { answerMs, beginMs, type Idempotency } from "../../../application/ports/idempotency.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";

const beginScript = script(lua.idempotencyBegin);
const answerScript = script(lua.idempotencyAnswer);
const forgetScript = script(lua.idempotencyForget);

/** Shared by all workers, in Redis; one script, one round trip a step. */
export const createRedisIdempotency = ({
  client,
  deployment,
}: {
  readonly client: Pick<RedisClient, "evaluate">;
  /** Names the keys: deployments that share a Redis share nothing. */
  readonly deployment: string;
}): Idempotency => {
  const keysOf = (key: string): readonly [string] => [`${deployment}:otp:idempotency:${key}`];
  return {
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
  };
};
