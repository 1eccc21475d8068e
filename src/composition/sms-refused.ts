import type { FailureReason } from "../domain/decision/failure-reason.js";

/** `unavailable`: nothing was sent, or nobody knows; try again. */
export type SmsRefusedCode = FailureReason | "idempotency-conflict" | "unavailable";

interface Refused {
  readonly code: SmsRefusedCode;
  /** A sentence for a person. */
  readonly detail: string;
  /** The wait before the same request may be repeated; absent: repeating it is of no use. */
  readonly retryAfterMs?: number | undefined;
}

/** A helper's request that was not taken, and why. */
export class SmsRefused extends Error {
  override readonly name = "SmsRefused";
  readonly code: SmsRefusedCode;
  readonly retryAfterMs: number | undefined;

  constructor({ code, detail, retryAfterMs }: Refused) {
    super(detail);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
