import type { Clock } from "../../application/ports/clock.js";

const minuteMs = 60_000;

/** Requests a minute of each key, in this worker: a bucket that fills steadily, and holds a minute's worth at most. */
export const createKeyRates = (clock: Pick<Clock, "monotonic">) => {
  const buckets = new Map<string, { left: number; at: number }>();
  /** Takes one request of the key; answers how many ms are left until the next may come, 0 where this one may. */
  return (name: string, perMinute: number): number => {
    const now = clock.monotonic();
    const { left, at } = buckets.get(name) ?? { left: perMinute, at: now };
    const filled = Math.min(perMinute, left + ((now - at) * perMinute) / minuteMs);
    const taken = filled >= 1;
    buckets.set(name, { left: taken ? filled - 1 : filled, at: now });
    return taken ? 0 : Math.ceil(((1 - filled) * minuteMs) / perMinute);
  };
};
