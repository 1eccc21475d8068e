import type { FailureReason } from "./failure-reason.js";

/**
 * The reason why a message is not sent: the outcome's word and a sentence for a person that says what happened, to what, and
 * what to do. The sentence never holds a full number, text or code.
 */
export interface Refusal {
  readonly reason: FailureReason;
  readonly detail: string;
}
