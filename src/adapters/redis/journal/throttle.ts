import type { Throttle } from "../../../application/ports/throttle.js";
import { bucketOf, type SendRates } from "../../../application/delivery/send-rates.js";
import type { Steps } from "./batched-steps.js";

/** Token buckets in Redis, shared by all workers; they share a hash tag of their own. */
export const createRedisThrottle = (steps: Steps, rates: SendRates): Throttle => ({
  take: async (messageClass, parts) => {
    const { bucket, kept } = bucketOf[messageClass];
    const rate = rates[bucket];
    if (rate === undefined) return 0;
    const args = [rate, parts, kept].map(String);
    const [, waitMs = 0] = await steps({ op: "throttle", tag: "rate", keys: [bucket], args });
    return Number(waitMs);
  },
});
