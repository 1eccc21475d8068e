import type { MessageClass } from "../../domain/message-class.js";

/** An SNS message type: each has a rate of its own. */
export type Bucket = "transactional" | "promotional";

/** Parts per second and message type; undefined: unlimited. */
export type SendRates = Readonly<Record<Bucket, number | undefined>>;

/** The bucket that a class draws from, and the share of the bucket that is kept for the lanes before it. */
export const bucketOf: Readonly<Record<MessageClass, { readonly bucket: Bucket; readonly kept: number }>> = {
  otp: { bucket: "transactional", kept: 0 },
  transactional: { bucket: "transactional", kept: 0.2 },
  promotional: { bucket: "promotional", kept: 0 },
};
