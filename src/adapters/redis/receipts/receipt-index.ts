import type { IndexedText, ReceiptIndex } from "../../../application/ports/receipt-index.js";
import {
  addCounts,
  noCounts,
  type PriceCounts,
  type PriceSum,
  priceCounts,
  type SumScope,
} from "../../../domain/receipt/price-sum.js";
import { proofOf } from "../../../domain/receipt/receipt-state.js";
import type { RedisClient } from "../server/client.js";
import { createReceiptCalls, shardCount } from "./calls.js";
import { idBytes, packedId, unpackedId } from "./id-bytes.js";
import { keptFrom, keptText } from "./kept-text.js";
import { stateFrom, stateText } from "./state-text.js";

interface IndexNeeds {
  readonly client: Pick<RedisClient, "clustered" | "evaluate" | "gather">;
  readonly namespace: string;
  readonly mostKept?: number | undefined;
  /** Buckets of a day; a multiple of the shards. Never changed for a namespace that is in use. */
  readonly bucketCount?: number | undefined;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock?: (() => string) | undefined;
}

/**
 * The number of hashes that hold the texts of one day: with a million texts 30 each, with ten million 300. Redis
 * packs a hash of up to 512 fields (hash-max-listpack-entries), at a fifth of the memory of a hash table.
 */
const defaultBucketCount = 32_768;
const defaultMostKept = 2_000;
const dayMs = 86_400_000;

const hashOf = (field: Buffer): number => {
  let hash = 0x811c9dc5;
  for (const byte of field) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
};

const dayNumber = (day: string): string => String(Math.floor(Date.parse(day) / dayMs));
const scopeText = ({ country, class: of }: SumScope): string => `${country}/${of}`;
const countsText = (counts: PriceCounts): readonly string[] => priceCounts.map((name) => String(counts[name]));
const packedText = ({ messageId, state }: IndexedText): Buffer =>
  Buffer.concat([packedId(messageId), Buffer.from(stateText(state))]);

const everyShard = Array.from({ length: shardCount }, (_, shard) => shard);

/** The index in Redis: about 40 bytes a text. */
export const createRedisReceiptIndex = (needs: IndexNeeds): ReceiptIndex => {
  const { client, namespace, mostKept = defaultMostKept, clock = () => "0" } = needs;
  const { bucketCount = defaultBucketCount } = needs;
  const call = createReceiptCalls({ client, namespace, mostKept, clock });

  const placeOf = (providerMessageId: string) => {
    const field = idBytes(providerMessageId);
    const bucket = hashOf(field) % bucketCount;
    return { field, bucket: String(bucket), shard: bucket % shardCount };
  };

  const sumsOf = async (day: string): Promise<readonly PriceSum[]> => {
    const sums = new Map<string, PriceSum>();
    for (const flat of (await Promise.all(
      everyShard.map((shard) => call("sums", shard, [dayNumber(day)])),
    )) as Buffer[][])
      for (let at = 0; at < flat.length; at += 2) {
        const [country = "", of = "", name = ""] = String(flat[at]).split("/");
        const scope = { day, country, class: of as SumScope["class"] };
        const known = sums.get(scopeText(scope)) ?? noCounts;
        sums.set(scopeText(scope), { ...scope, ...addCounts(known, { ...noCounts, [name]: Number(flat[at + 1]) }) });
      }
    return [...sums.values()];
  };

  return {
    record: async ({ providerMessageId, messageId, scope, estimateMicros }) => {
      const { field, bucket, shard } = placeOf(providerMessageId);
      const counts = countsText({ ...noCounts, sent: 1, sentEstimate: estimateMicros });
      const args = [bucket, field, packedId(messageId), dayNumber(scope.day), scopeText(scope), ...counts];
      return ((await call("record", shard, args)) as Buffer[]).map((value) => keptFrom(String(value)));
    },
    find: async (providerMessageId) => {
      const { field, bucket, shard } = placeOf(providerMessageId);
      const [value, place] = (await call("find", shard, [bucket, field])) as [Buffer?, Buffer?];
      if (value === undefined) return undefined;
      const { id, end } = unpackedId(value);
      return { messageId: id, state: stateFrom(value.toString("utf8", end)), place: String(place) };
    },
    move: async (providerMessageId, known, state, scope, change) => {
      const { field, bucket, shard } = placeOf(providerMessageId);
      const values = [known.place, packedText(known), packedText({ ...known, state })];
      const sums = [dayNumber(scope.day), scopeText(scope), ...countsText(change)];
      return String(await call("move", shard, [bucket, field, ...values, ...sums])) === "moved";
    },
    keep: async (kept) => {
      const { field, bucket, shard } = placeOf(kept.receipt.providerMessageId);
      const status = String(proofOf(kept.receipt.status));
      const word = String(await call("keep", shard, [bucket, field, status, keptText(kept)]));
      return word === "recorded" || word === "kept" ? word : "full";
    },
    release: async (providerMessageId) => {
      const { field, shard } = placeOf(providerMessageId);
      await call("release", shard, [field]);
    },
    kept: async () => {
      const found = (await Promise.all(everyShard.map((shard) => call("kept", shard, [])))) as Buffer[][];
      return found.flat().map((value) => keptFrom(String(value)));
    },
    sums: async (days) => (await Promise.all(days.map(sumsOf))).flat(),
    unheard: async (day, limit) => {
      const found: string[] = [];
      for (const shard of everyShard) {
        if (found.length >= limit) break;
        const args = [dayNumber(day), String(shard), String(shardCount), String(bucketCount - 1)];
        const values = (await call("unheard", shard, [...args, String(limit - found.length)])) as Buffer[];
        found.push(...values.map((value) => unpackedId(value).id));
      }
      return found;
    },
  };
};
