import { grouped } from "../../../domain/grouped.js";
import type { RedisClient } from "../server/client.js";
import { stepsScript } from "./receipt-scripts.js";

type Argument = string | Buffer;

/** Asks for one step of a shard; rejects with `JournalUnavailable` where Redis does not answer. */
export type ReceiptCall = (op: string, shard: number, args: readonly Argument[]) => Promise<unknown>;

interface CallNeeds {
  readonly client: Pick<RedisClient, "clustered" | "evaluate" | "gather">;
  /** The prefix of the keys: the deployment's own. */
  readonly namespace: string;
  /** Kept receipts of a shard and day. */
  readonly mostKept: number;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock: () => string;
}

export const shardCount = 64;

/** Steps of one call, few enough that Redis stays free for others. */
const mostSteps = 256;

interface Step {
  readonly op: string;
  readonly shard: number;
  readonly args: readonly Argument[];
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Steps that are gathered go in one call: one for all shards standalone, one per shard on a cluster. */
export const createReceiptCalls = ({ client, namespace, mostKept, clock }: CallNeeds): ReceiptCall => {
  const call = async (steps: readonly Step[]): Promise<void> => {
    const shards = [...new Set(steps.map(({ shard }) => shard))];
    const keys = shards.map((shard) => `{${namespace}:rc${String(shard).padStart(2, "0")}}:`);
    const args: Argument[] = [clock(), String(mostKept)];
    for (const { op, shard, args: own } of steps) args.push(op, String(shards.indexOf(shard) + 1), ...own);
    try {
      const replies = await client.evaluate(stepsScript, keys as [string, ...string[]], args, { buffers: true });
      for (const [at, { resolve }] of steps.entries()) resolve((replies as readonly unknown[])[at]);
    } catch (error) {
      for (const { reject } of steps) reject(error);
    }
  };

  const gather = client.gather<Step>((asked) => {
    const groups = grouped(asked, ({ shard }) => (client.clustered ? shard : 0));
    const calls: Promise<void>[] = [];
    for (const group of groups.values())
      for (let from = 0; from < group.length; from += mostSteps) calls.push(call(group.slice(from, from + mostSteps)));
    return Promise.all(calls);
  });

  return (op, shard, args) => new Promise((resolve, reject) => gather({ op, shard, args, resolve, reject }));
};
