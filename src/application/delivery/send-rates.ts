import type { MessageClass } from "../../domain/message-class.js";

/** An SNS message type: each has a rate of its own. */
export type Bucket = "transactional" | "promotional";

/** Parts per second and message type; undefined: unlimited. */
export type SendRates = Readonly<Record<Bucket, number | undefined>>;

/**
 * Parts that a bucket of so many a second holds: what 100 ms bring, one at least. A bucket of a whole second lets 61 s go in the
 * first minute after an idle one; this one is above the rate by a sixth of a percent of a minute.
 */
export const bucketHolds = (rate: number): number => Math.max(1, rate / 10);

/** Which bucket a class draws from, and the share of what it holds that is kept for the lanes before it. */
export const draws: Readonly<Record<MessageClass, { readonly bucket: Bucket; readonly kept: number }>> = {
  otp: { bucket: "transactional", kept: 0 },
  transactional: { bucket: "transactional", kept: 0.2 },
  promotional: { bucket: "promotional", kept: 0 },
};
