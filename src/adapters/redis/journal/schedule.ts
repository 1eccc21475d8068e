import type { DueEntry, Schedule } from "../../../application/ports/schedule.js";
import type { Sealing } from "./sealing.js";
import { shardOf } from "./shards.js";
import type { Everywhere, Steps } from "./steps.js";

interface ScheduleNeeds {
  readonly steps: Steps;
  readonly everywhere: Everywhere;
  readonly sealing: Sealing;
}

interface Seen {
  readonly messageId: string;
  readonly score: number;
}

/** The schedule in Redis: parked bodies are sealed, one index per shard. */
export const createRedisSchedule = ({ steps, everywhere, sealing }: ScheduleNeeds): Schedule => {
  const lease = async ({ messageId, score }: Seen, leaseMs: number): Promise<readonly DueEntry[]> => {
    const reply = await steps("lease", shardOf(messageId), [messageId, String(score), String(leaseMs)]);
    if (!Array.isArray(reply)) return [];
    const [due, sealed] = reply as [number, Buffer];
    return [{ messageId, due: new Date(due), body: sealing.open(sealed, `body:${messageId}`) }];
  };

  return {
    watch: async (messageId, due, body) => {
      const sealed = sealing.seal(body, `body:${messageId}`);
      await steps("watch", shardOf(messageId), [messageId, String(due.getTime()), sealed]);
    },
    take: async (limit, leaseMs) => {
      const found = (await everywhere("peek", [String(limit)])) as Buffer[][];
      const seen = found.flatMap((pairs) =>
        pairs.flatMap((id, at): Seen[] =>
          at % 2 === 0 ? [{ messageId: String(id), score: Number(pairs[at + 1]) }] : [],
        ),
      );
      const oldest = seen.sort((a, b) => a.score - b.score).slice(0, limit);
      const taken = await Promise.all(oldest.map((entry) => lease(entry, leaseMs)));
      return taken.flat().sort((a, b) => a.due.getTime() - b.due.getTime());
    },
    done: async (messageId, due) => {
      await steps("done", shardOf(messageId), [messageId, String(due.getTime())]);
    },
    size: async () => {
      const sizes = (await everywhere("size", [])) as [number, number][];
      return {
        entries: sizes.reduce((sum, [entries]) => sum + entries, 0),
        bytes: sizes.reduce((sum, [, bytes]) => sum + bytes, 0),
      };
    },
  };
};
