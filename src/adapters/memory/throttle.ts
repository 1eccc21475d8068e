import type { Clock } from "../../application/ports/clock.js";
import type { Throttle } from "../../application/ports/throttle.js";
import { type Bucket, draws, type SendRates } from "../../application/delivery/send-rates.js";

/** Token buckets of one process; both are full at its start. */
export const createMemoryThrottle = (clock: Clock, rates: SendRates): Throttle => {
  const levels = new Map<Bucket, { tokens: number; at: number }>();
  return {
    take: async (messageClass, parts) => {
      const { bucket, kept } = draws[messageClass];
      const rate = rates[bucket];
      if (rate === undefined) return 0;
      const now = clock.now().getTime();
      const level = levels.get(bucket) ?? { tokens: rate, at: now };
      const tokens = Math.min(rate, level.tokens + (Math.max(0, now - level.at) * rate) / 1_000);
      const needed = Math.min(parts + kept * rate, rate);
      // A rounding error must not hold a text back for another millisecond.
      const goes = tokens + 1e-6 >= needed;
      levels.set(bucket, { tokens: goes ? tokens - parts : tokens, at: now });
      return goes ? 0 : Math.max(1, Math.ceil(((needed - tokens) / rate) * 1_000));
    },
  };
};
