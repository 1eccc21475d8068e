import type { DueEntry, Schedule } from "../../../application/ports/schedule.js";
import type { Sealing } from "./sealing.js";
import type { Argument } from "../server/connection.js";
import { shardOf, shards } from "./shards.js";
import type { Steps } from "./steps.js";

interface ScheduleNeeds {
  readonly steps: Steps;
  readonly sealing: Sealing;
}

const keys = ["due", "parked"];

interface Seen {
  readonly messageId: string;
  readonly score: number;
}

/** The schedule in Redis: parked bodies are sealed, one index per shard. */
export const createRedisSchedule = ({ steps, sealing }: ScheduleNeeds): Schedule => {
  const ask = (op: string, messageId: string, ...args: Argument[]) =>
    steps({ op, tag: shardOf(messageId), keys, args: [messageId, ...args] });
  const ofAll = (op: string, ...args: string[]) => Promise.all(shards.map((tag) => steps({ op, tag, keys, args })));

  const lease = async ({ messageId, score }: Seen, leaseMs: number): Promise<readonly DueEntry[]> => {
    const [word, due, sealed] = await ask("lease", messageId, String(score), String(leaseMs));
    if (word !== "leased") return [];
    return [{ messageId, due: new Date(Number(due)), body: sealing.open(sealed as Buffer, `body:${messageId}`) }];
  };

  return {
    watch: async (messageId, due, body) => {
      const sealed = sealing.seal(body, `body:${messageId}`);
      const args = [messageId, String(due.getTime()), sealed];
      await steps({ op: "watch", tag: shardOf(messageId), keys, args, promises: true });
    },
    take: async (limit, leaseMs) => {
      const found = await ofAll("peek", String(limit));
      const seen = found.flatMap(([, pairs]) =>
        (pairs as Buffer[]).flatMap((id, at): Seen[] =>
          at % 2 === 0 ? [{ messageId: String(id), score: Number((pairs as Buffer[])[at + 1]) }] : [],
        ),
      );
      const oldest = seen.sort((a, b) => a.score - b.score).slice(0, limit);
      const taken = await Promise.all(oldest.map((entry) => lease(entry, leaseMs)));
      return taken.flat().sort((a, b) => a.due.getTime() - b.due.getTime());
    },
    done: async (messageId, due) => {
      await ask("done", messageId, String(due.getTime()));
    },
    size: async () => {
      const sizes = await ofAll("size");
      return {
        entries: sizes.reduce((sum, [, entries]) => sum + Number(entries), 0),
        bytes: sizes.reduce((sum, [, , bytes]) => sum + Number(bytes), 0),
      };
    },
  };
};
