import type { Clock } from "../../application/ports/clock.js";
import type { Throttle } from "../../application/ports/throttle.js";
import { bucketOf, type SendRates } from "../../application/delivery/send-rates.js";
import {
  atOnce,
  type BucketAsk,
  factorOf,
  newBucket,
  slowed,
  takeTokens,
  type TokenBucket,
} from "../../domain/rate/token-bucket.js";

/** Token buckets of one process; each begins with one part. */
export const createMemoryThrottle = (clock: Clock, rates: SendRates): Throttle => {
  const buckets = new Map<string, TokenBucket>();
  const now = () => clock.now().getTime();
  const read = (name: string) => buckets.get(name) ?? newBucket(now());
  const take = (name: string, ask: BucketAsk) => {
    const { bucket, answer } = takeTokens(read(name), ask, now());
    buckets.set(name, bucket);
    return answer;
  };
  return {
    atOnce: (of) => {
      const rate = rates[bucketOf[of].bucket];
      return rate === undefined ? undefined : atOnce(rate);
    },
    take: async (of, texts) => {
      const { bucket, kept } = bucketOf[of];
      const rate = rates[bucket];
      return rate === undefined ? { taken: texts.length, waitMs: 0 } : take(bucket, { rate, texts, kept });
    },
    takeOwn: async (name, rate, texts) => take(`own ${name}`, { rate, texts, kept: 0 }),
    slowDown: async (of) => {
      const { bucket } = bucketOf[of];
      const rate = rates[bucket];
      const after = rate === undefined ? undefined : slowed(read(bucket), rate, now());
      if (after !== undefined) buckets.set(bucket, after);
      return after?.factor;
    },
    factor: async (of) => factorOf(read(bucketOf[of].bucket), now()),
  };
};
