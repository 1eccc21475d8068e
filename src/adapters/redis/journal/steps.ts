import { ErrorReply } from "redis";
import { JournalLost } from "../../../application/ports/journal.js";
import { away } from "../server/away.js";
import type { RedisClient } from "../server/client.js";
import type { Argument } from "../server/connection.js";
import { luaFrame } from "./lua-frame.js";
import { luaIdentity } from "./lua-identity.js";
import { luaRecords } from "./lua-records.js";
import { luaSchedule } from "./lua-schedule.js";
import { luaThrottle } from "./lua-throttle.js";
import { script } from "../server/script.js";

const program = script(luaFrame([luaIdentity, luaRecords, luaSchedule, luaThrottle]));

/** Of one call, so that Redis stays free for others meanwhile. */
const mostSteps = 256;

/** Steps whose answer promises something to the world: a replica must hold them first, where there is one. */
const promises = new Set(["mark", "settle", "park", "watch", "resolve"]);

interface StepsNeeds {
  readonly client: RedisClient;
  /** The id that shards must hold now; empty: none yet. */
  readonly born: () => string;
  readonly ttlMs: number;
  readonly parkedBytesCap: number;
  readonly clockOffset: () => number;
}

/** Asks for one step of a shard; answers what its op answers. Rejects with `JournalLost` where the shard does not hold `born`. */
export type Steps = (op: string, shard: string, args: readonly Argument[]) => Promise<unknown>;

/** Asks for a step that only looks of every shard; answers in the order of the shards. */
export type Everywhere = (op: string, args: readonly Argument[]) => Promise<readonly unknown[]>;

interface Step {
  readonly op: string;
  readonly shard: string;
  readonly args: readonly Argument[];
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

const deliver = (step: Step, reply: unknown): void => {
  if (reply === -1) step.reject(new JournalLost("Redis has lost this journal"));
  else if (Array.isArray(reply) && reply[0] === -3) step.reject(away(new ErrorReply(String(reply[1]))));
  else step.resolve(reply);
};

const byShard = (steps: readonly Step[]): readonly (readonly Step[])[] => {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const group = groups.get(step.shard);
    if (group === undefined) groups.set(step.shard, [step]);
    else group.push(step);
  }
  return [...groups.values()];
};

/** Every step asked for in one turn of the event loop goes in one call: one for all shards standalone, one per shard on a cluster. */
export const createSteps = ({ client, born, ttlMs, parkedBytesCap, clockOffset }: StepsNeeds): Steps => {
  let asked: Step[] = [];

  const call = async (steps: readonly Step[]): Promise<void> => {
    const numbers = new Map<string, string>();
    const keys: string[] = [];
    const args: Argument[] = [String(clockOffset()), born(), String(ttlMs), String(parkedBytesCap)];
    let replicated = false;
    for (const { op, shard, args: own } of steps) {
      let number = numbers.get(shard);
      if (number === undefined) {
        keys.push(`{sms:${shard}}:meta`);
        number = String(keys.length);
        numbers.set(shard, number);
      }
      args.push(op, number, ...own);
      replicated ||= promises.has(op);
    }
    try {
      const replies = await client.evaluate(program, keys as [string, ...string[]], args, {
        buffers: true,
        replicated,
      });
      for (const [at, step] of steps.entries()) deliver(step, (replies as readonly unknown[])[at]);
    } catch (error) {
      for (const step of steps) step.reject(away(error));
    }
  };

  const flush = (): void => {
    const steps = asked;
    asked = [];
    for (const group of client.clustered ? byShard(steps) : [steps])
      for (let from = 0; from < group.length; from += mostSteps) void call(group.slice(from, from + mostSteps));
  };

  return (op, shard, args) =>
    new Promise((resolve, reject) => {
      if (asked.length === 0) setImmediate(flush);
      asked.push({ op, shard, args, resolve, reject });
    });
};
