import { randomBytes } from "node:crypto";
import type { DueEntry, Schedule } from "../../../application/ports/schedule.js";
import { scheduleOrder } from "../../../domain/journal/schedule-order.js";
import { lanes, type MessageClass } from "../../../domain/message-class.js";
import type { Argument } from "../server/connection.js";
import { scheduleKeys } from "./schedule-keys.js";
import type { Sealing } from "./sealing.js";
import { shardOf, shards } from "./shards.js";
import type { StepAnswer, Steps } from "./batched-steps.js";

interface ScheduleNeeds {
  readonly steps: Steps;
  readonly sealing: Sealing;
}

interface Seen {
  readonly messageId: string;
  readonly lane: MessageClass;
  readonly score: number;
}

/** The entries that a shard's `peek` found in one lane. */
const seenIn = (lane: MessageClass, [, ...found]: StepAnswer): readonly Seen[] => {
  const pairs = found[lanes.indexOf(lane)] as readonly Buffer[];
  return pairs.flatMap((id, at) =>
    at % 2 === 0 ? [{ messageId: String(id), lane, score: Number(pairs[at + 1]) }] : [],
  );
};

/** Few enough that a look at all shards is over in some milliseconds. */
const mendPage = 100;

/** The schedule in Redis: parked bodies are sealed, one index per shard and lane. */
export const createRedisSchedule = ({ steps, sealing }: ScheduleNeeds): Schedule => {
  const taker = randomBytes(6).toString("base64url");
  let takes = 0;
  const mendFrom = new Map<string, string>();
  const newTake = (): string => {
    takes += 1;
    return `${taker}:${takes}`;
  };

  const ask = (op: string, messageId: string, ...args: Argument[]) =>
    steps({ op, tag: shardOf(messageId), keys: scheduleKeys, args: [messageId, ...args] });
  const ofAll = (op: string, ...args: string[]) =>
    Promise.all(shards.map((tag) => steps({ op, tag, keys: scheduleKeys, args })));

  const mendShard = async (tag: string) => {
    const from = mendFrom.get(tag) ?? "0";
    const [, next, misplaced, lost] = await steps({
      op: "mend",
      tag,
      keys: scheduleKeys,
      args: [from, String(mendPage)],
    });
    mendFrom.set(tag, String(next));
    return { misplaced: Number(misplaced), lost: (lost as readonly Buffer[]).map(String) };
  };

  const lease = async ({ messageId, lane, score }: Seen, leaseMs: number): Promise<readonly DueEntry[]> => {
    const take = newTake();
    const [word, due, sealed] = await ask("lease", messageId, lane, String(score), String(leaseMs), take);
    if (word !== "leased") return [];
    const body = sealing.open(sealed as Buffer, `body:${messageId}`);
    return [{ messageId, lane, due: new Date(Number(due)), body, take }];
  };

  return {
    watch: async (messageId, due, body) => {
      const take = newTake();
      const args = [messageId, String(due.getTime()), sealing.seal(body, `body:${messageId}`), take];
      await steps({ op: "watch", tag: shardOf(messageId), keys: scheduleKeys, args, promises: true });
      return take;
    },
    take: async (room, leaseMs) => {
      const found = await ofAll("peek", ...lanes.map((lane) => String(room[lane])));
      const oldest = lanes.flatMap((lane) =>
        found
          .flatMap((answer) => seenIn(lane, answer))
          .sort((a, b) => a.score - b.score)
          .slice(0, room[lane]),
      );
      const taken = (await Promise.all(oldest.map((seen) => lease(seen, leaseMs)))).flat();
      return lanes.flatMap((lane) =>
        taken.filter((entry) => entry.lane === lane).sort((a, b) => a.due.getTime() - b.due.getTime()),
      );
    },
    keep: async (messageId, take, leaseMs) => {
      await ask("keep", messageId, take, String(leaseMs));
    },
    done: async (messageId, take) => {
      await ask("done", messageId, take);
    },
    giveBack: async (messageId, take) => {
      await ask("giveBack", messageId, take);
    },
    mend: async () => {
      const found = await Promise.all(shards.map(mendShard));
      return {
        misplaced: found.reduce((sum, { misplaced }) => sum + misplaced, 0),
        lost: found.flatMap(({ lost }) => lost),
      };
    },
    giveUp: async (messageId) => {
      await ask("giveUp", messageId);
    },
    list: async (after, limit) => {
      const place = after === undefined ? ["first", ""] : [String(after.at.getTime()), after.messageId];
      const found = await ofAll("list", ...place, String(limit));
      return found
        .flatMap((answer) => lanes.flatMap((lane) => seenIn(lane, answer)))
        .map(({ messageId, lane, score }) => ({ messageId, lane, at: new Date(score) }))
        .sort(scheduleOrder)
        .slice(0, limit);
    },
    find: async (messageId) => {
      const [word, lane, due, sealed] = await ask("find", messageId);
      if (word !== "found") return undefined;
      const body = sealing.open(sealed as Buffer, `body:${messageId}`);
      return { lane: String(lane) as MessageClass, due: new Date(Number(due)), body };
    },
    counts: async () => {
      const found = await ofAll("counts");
      const sum = (at: number) => found.reduce((total, [, ...counts]) => total + Number(counts[at]), 0);
      return { otp: sum(0), transactional: sum(1), promotional: sum(2) };
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
