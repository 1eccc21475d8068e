export type Begun =
  | { readonly kind: "new" }
  /** The same key and body: `answer` once there is one, undefined while the first is in work. */
  | { readonly kind: "repeated"; readonly answer: string | undefined }
  /** The same key, another body. */
  | { readonly kind: "conflict" };

/**
 * Answers by the caller's `Idempotency-Key`, so that a repeated request has no second effect. Every method is one atomic
 * step; rejects with `JournalUnavailable` when the store does not answer.
 */
export interface Idempotency {
  /**
   * Begins a request; of parallel ones exactly one is "new". A request that is begun and never answered is forgotten
   * after 60 s.
   */
  begin(key: string, digest: string): Promise<Begun>;
  /** Keeps the answer for 24 h. Does nothing where the key is forgotten. */
  answer(key: string, answer: string): Promise<void>;
  /** The request had no effect: the key may be used again. */
  forget(key: string): Promise<void>;
}

export const beginMs = 60_000;
export const answerMs = 24 * 3_600_000;
