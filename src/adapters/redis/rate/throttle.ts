import type { Throttle } from "../../../application/ports/throttle.js";
import { bucketOf, type SendRates } from "../../../application/delivery/send-rates.js";
import { atOnce } from "../../../domain/rate/token-bucket.js";
import type { Steps } from "../journal/batched-steps.js";

/** Token buckets in Redis, shared by all workers; they share a hash tag of their own. */
export const createRedisThrottle = (steps: Steps, rates: SendRates): Throttle => {
  const take = async (bucket: string, rate: number, kept: number, texts: readonly number[]) => {
    const args = [String(rate), String(kept), JSON.stringify(texts)];
    const [word, number] = await steps({ op: "throttle", tag: "rate", keys: [bucket], args });
    return String(word) === "go" ? { taken: Number(number), waitMs: 0 } : { taken: 0, waitMs: Number(number) };
  };
  return {
    atOnce: (of) => {
      const rate = rates[bucketOf[of].bucket];
      return rate === undefined ? undefined : atOnce(rate);
    },
    take: async (of, texts) => {
      const { bucket, kept } = bucketOf[of];
      const rate = rates[bucket];
      return rate === undefined ? { taken: texts.length, waitMs: 0 } : take(bucket, rate, kept, texts);
    },
    takeOwn: (name, rate, texts) => take(`own ${name}`, rate, 0, texts),
    slowDown: async (of) => {
      const { bucket } = bucketOf[of];
      const rate = rates[bucket];
      if (rate === undefined) return undefined;
      const [word, factor] = await steps({ op: "throttleSlow", tag: "rate", keys: [bucket], args: [String(rate)] });
      return String(word) === "slowed" ? Number(String(factor)) : undefined;
    },
    factor: async (of) => {
      const { bucket } = bucketOf[of];
      if (rates[bucket] === undefined) return 1;
      const [, factor] = await steps({ op: "throttleFactor", tag: "rate", keys: [bucket], args: [] });
      return Number(String(factor));
    },
  };
};
