import type { Throttle } from "../../../application/ports/throttle.js";
import { draws, type SendRates } from "../../../application/delivery/send-rates.js";
import type { Steps } from "./steps.js";

/** Token buckets in Redis, shared by all workers; they share a hash tag of their own. */
export const createRedisThrottle = (steps: Steps, rates: SendRates): Throttle => ({
  take: async (messageClass, parts) => {
    const { bucket, kept } = draws[messageClass];
    const rate = rates[bucket];
    if (rate === undefined) return 0;
    return Number(await steps("throttle", "rate", [bucket, String(rate), String(parts), String(kept)]));
  },
});
