import type { MessageClass } from "../../domain/message-class.js";
import type { BucketAnswer } from "../../domain/rate/token-bucket.js";

export interface Throttle {
  /**
   * The most parts that one `take` of the class gives while the gateway does not throttle; undefined: it has no rate,
   * and every text goes at once.
   */
  atOnce(messageClass: MessageClass): number | undefined;
  /**
   * Takes tokens for the first of these texts, given by their parts, and for as many behind it as there are tokens now.
   * The bucket is that of the SNS message type, shared by all workers; otp and transactional share one. `taken` 0:
   * nothing was taken; ask again after `waitMs`. A lane never takes the last share (20 %) of a bucket that it shares
   * with a lane before it: transactional leaves it to otp. A first text of more parts than a bucket holds waits for a
   * full bucket.
   */
  take(messageClass: MessageClass, texts: readonly number[]): Promise<BucketAnswer>;
  /** As `take`, from a bucket of its own by this name, such as a campaign's rate. */
  takeOwn(name: string, rate: number, texts: readonly number[]): Promise<BucketAnswer>;
  /**
   * The gateway throttled a text of the class: half of the rate from now on, for all workers; it grows again while
   * texts wait. The new share of the rate; undefined: nothing changed, since it was cut a moment ago or has no rate.
   */
  slowDown(messageClass: MessageClass): Promise<number | undefined>;
  /** The share of the rate that goes at present: 1 is all of it. */
  factor(messageClass: MessageClass): Promise<number>;
}
