import {
  type DeadLetterMarks,
  type LetterMark,
  marksKeptMs,
  mostMarkedAtOnce,
  mostMarks,
} from "../../../application/ports/dead-letter-marks.js";
import type { Sealing } from "../../../application/ports/sealing.js";
import { ownRecord } from "../../../domain/own-record.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";

type KeptMark = Omit<LetterMark, "at"> & { readonly at: string };

const markFields = { state: "string", at: "string", by: "string" } as const;

interface MarksNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  readonly deployment: string;
  readonly sealing: Sealing;
}

/** KEYS: marks, their order. ARGV: sealed mark, its instant, most kept, TTL, then ids. */
const markScript = script(`
for at = 5, #ARGV do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[1])
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[at])
end
local over = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[3])
if over > 0 then
  local oldest = redis.call('ZPOPMIN', KEYS[2], over)
  for at = 1, #oldest, 2 do redis.call('HDEL', KEYS[1], oldest[at]) end
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return 1
`);

/** KEYS: marks. ARGV: ids. */
const readScript = script("return redis.call('HMGET', KEYS[1], unpack(ARGV))");

const context = "dead-letter-mark";

/** Shared by all workers, sealed: a reason is an operator's own words. */
export const createRedisDeadLetterMarks = ({ client, deployment, sealing }: MarksNeeds): DeadLetterMarks => {
  const tag = `{${deployment.replaceAll(/[{}]/gu, "_")}:dead-letters}`;
  const marks = `${tag}:marks`;
  const read = async (ids: readonly string[]): Promise<readonly (readonly [string, LetterMark])[]> => {
    const found = (await client.evaluate(readScript, [marks], ids, { buffers: true })) as (Buffer | null)[];
    return ids.flatMap((id, place) => {
      const sealed = found[place];
      const opened = sealed == null ? undefined : sealing.open(sealed, context);
      if (opened === undefined) return [];
      const mark = ownRecord<KeptMark>("a dead letter's mark", String(opened), markFields);
      return [[id, { ...mark, at: new Date(mark.at) }] as const];
    });
  };
  return {
    mark: async (ids, mark) => {
      if (ids.length === 0) return;
      const sealed = sealing.seal(JSON.stringify(mark), context);
      const args = [sealed, String(mark.at.getTime()), String(mostMarks), String(marksKeptMs), ...ids];
      await client.evaluate(markScript, [marks, `${tag}:order`], args);
    },
    of: async (ids) => {
      const all: (readonly [string, LetterMark])[] = [];
      for (let from = 0; from < ids.length; from += mostMarkedAtOnce)
        all.push(...(await read(ids.slice(from, from + mostMarkedAtOnce))));
      return new Map(all);
    },
  };
};
