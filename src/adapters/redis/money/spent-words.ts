import type { SpentWords } from "../../../application/ports/spent-words.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";

const keepScript = script(lua.spentKeep);
const liftScript = script(lua.spentLift);
const readScript = script(lua.spentRead);

/** No word holds longer than a month. */
const livesMs = String(32 * 86_400_000);

interface WordNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
  /** The provider's word: its limit is spent, or the account is blocked. */
  readonly of: "spent" | "blocked";
}

/** Shared by all workers, in Redis. */
export const createRedisSpentWords = ({ client, deployment, of }: WordNeeds): SpentWords => {
  const keys = [`{${deployment}:money}:provider-${of}`] as const;
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
