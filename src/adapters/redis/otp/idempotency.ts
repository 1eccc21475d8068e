import { answerMs, beginMs, type Idempotency } from "../../../application/ports/idempotency.js";
import type { RedisClient } from "../server/client.js";
import { lua as serverLua } from "../server/lua.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";

const head = serverLua.instant + lua.idempotencyHead;
const beginScript = script(head + lua.idempotencyBegin);
const answerScript = script(head + lua.idempotencyAnswer);
const forgetScript = script(lua.idempotencyForget);

/** Shared by all workers, in Redis; one script, one round trip a step. */
export const createRedisIdempotency = ({
  client,
  deployment,
  clock = () => "0",
}: {
  readonly client: Pick<RedisClient, "evaluate">;
  /** Names the keys: deployments that share a Redis share nothing. */
  readonly deployment: string;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock?: (() => string) | undefined;
}): Idempotency => {
  const keysOf = (key: string): readonly [string] => [`${deployment}:otp:idempotency:${key}`];
  return {
    begin: async (key, digest) => {
      const answer = await client.evaluate(beginScript, keysOf(key), [clock(), digest, String(beginMs)]);
      const [kind, kept] = answer as ["new" | "repeated" | "conflict", string | null | undefined];
      return kind === "repeated" ? { kind, answer: kept ?? undefined } : { kind };
    },
    answer: async (key, answer) => {
      await client.evaluate(answerScript, keysOf(key), [clock(), answer, String(answerMs)]);
    },
    forget: async (key) => {
      await client.evaluate(forgetScript, keysOf(key), []);
    },
  };
};
