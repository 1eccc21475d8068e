import { createHash } from "node:crypto";
import type { ReceiptProgress } from "../../../application/ports/receipt-progress.js";
import type { RedisClient } from "../server/client.js";
import { createReceiptCalls, shardCount } from "./calls.js";
import { advanceScript, leaseScript, releaseScript, watermarkScript } from "./receipt-scripts.js";

interface ProgressNeeds {
  readonly client: Pick<RedisClient, "clustered" | "evaluate" | "gather">;
  readonly namespace: string;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock?: (() => string) | undefined;
}

/**
 * The same number as the index has: Redis keeps a set of up to 512 whole numbers packed (set-max-intset-entries), 8
 * bytes each.
 */
const bucketCount = 32_768;

/** A line's id as one whole number of 63 bits: that two of one bucket share it in a day is less likely than a lost disk. */
const lineOf = (id: string) => {
  const digest = createHash("sha1").update(id).digest();
  const bucket = digest.readUInt32BE(8) % bucketCount;
  return { number: String(digest.readBigInt64BE(0)), bucket: String(bucket), shard: bucket % shardCount };
};

/** Shared by all workers, in Redis. */
export const createRedisReceiptProgress = (needs: ProgressNeeds): ReceiptProgress => {
  const { client, namespace, clock = () => "0" } = needs;
  const call = createReceiptCalls({ client, namespace, mostKept: 0, clock });
  const reader = `{${namespace}:rc}:reader`;
  const watermarks = `{${namespace}:rc}:watermarks`;

  return {
    lease: async (owner, ms) => {
      const reply = await client.evaluate(leaseScript, [reader], [clock(), owner, String(ms)]);
      const [word, token] = reply as readonly unknown[];
      return word === "leased" ? Number(token) : undefined;
    },
    release: async (owner) => {
      await client.evaluate(releaseScript, [reader], [owner]);
    },
    watermark: async (log) => {
      const at = await client.evaluate(watermarkScript, [watermarks], [log]);
      return at === null ? undefined : new Date(Number(at));
    },
    advance: async (log, token, at) =>
      (await client.evaluate(advanceScript, [reader, watermarks], [String(token), log, String(at.getTime())])) ===
      "advanced",
    untaken: async (ids) => {
      const taken = await Promise.all(
        ids.map((id) => {
          const { number, bucket, shard } = lineOf(id);
          return call("taken", shard, [bucket, number]);
        }),
      );
      return ids.filter((_, at) => String(taken[at]) === "new");
    },
    taken: async (ids) => {
      await Promise.all(
        ids.map((id) => {
          const { number, bucket, shard } = lineOf(id);
          return call("take", shard, [bucket, number]);
        }),
      );
    },
  };
};
