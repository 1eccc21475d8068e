import type { Clock } from "../../application/ports/clock.js";
import type { Throttle } from "../../application/ports/throttle.js";
import { type Bucket, bucketHolds, bucketOf, type SendRates } from "../../application/delivery/send-rates.js";

/** Token buckets of one process; each begins with one part. */
export const createMemoryThrottle = (clock: Clock, rates: SendRates): Throttle => {
  const levels = new Map<Bucket, { tokens: number; at: number }>();
  return {
    take: async (messageClass, parts) => {
      const { bucket, kept } = bucketOf[messageClass];
      const rate = rates[bucket];
      if (rate === undefined) return 0;
      const now = clock.now().getTime();
      const most = bucketHolds(rate);
      const level = levels.get(bucket) ?? { tokens: 1, at: now };
      const tokens = Math.min(most, level.tokens + (Math.max(0, now - level.at) * rate) / 1_000);
      const needed = Math.min(parts + kept * most, most);
      // A rounding error must not hold a text back for another millisecond.
      const goes = tokens + 1e-6 >= needed;
      levels.set(bucket, { tokens: goes ? tokens - parts : tokens, at: now });
      return goes ? 0 : Math.max(1, Math.ceil(((needed - tokens) / rate) * 1_000));
    },
  };
};
