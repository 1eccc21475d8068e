import type { MessageClass } from "../../domain/message-class.js";

export interface Throttle {
  /**
   * Takes `parts` tokens from the bucket of the SNS message type (otp and transactional share one), shared by all
   * workers. 0: go. Otherwise nothing was taken: ask again after this many ms. A lane never takes the last share (20
   * %) of a bucket that it shares with a lane before it: transactional leaves it to otp. More parts than a bucket
   * holds wait for a full bucket.
   */
  take(messageClass: MessageClass, parts: number): Promise<number>;
}
