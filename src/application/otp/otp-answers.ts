import type { Refusal } from "../../domain/decision/refusal.js";
import type { FieldFault } from "../requests/field-fault.js";

/** One request for a code. */
export interface OtpRequest {
  readonly to: string;
  readonly purpose: string;
  readonly locale?: string | undefined;
  /** The session that asks again; without one a new session begins, over the same number. */
  readonly verificationId?: string | null | undefined;
  /** The caller that asks, by name: the API key's, or `library`. Never "". */
  readonly caller: string;
  /** The caller's own, unique among that caller's. */
  readonly idempotencyKey?: string | undefined;
}

export interface OtpAnswer {
  readonly verificationId: string;
  /** Masked. */
  readonly to: string;
  /** RFC 3339. */
  readonly expiresAt: string;
  readonly resendAt: string;
  readonly segments: number | null;
}

export type SentOtp =
  /** The text went out, or may have: its code is honoured. */
  | { readonly kind: "sent"; readonly answer: OtpAnswer }
  /** Held back: ask again after this many ms. */
  | { readonly kind: "held"; readonly refusal: Refusal; readonly retryAfterMs: number }
  /** The text can never go to this number; another number may work. */
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "invalid"; readonly faults: readonly FieldFault[] }
  /** The key was used with another body. */
  | { readonly kind: "conflict" }
  /** Nothing was sent, or nobody knows; `detail` says which. */
  | { readonly kind: "unavailable"; readonly detail: string };

/** One guess. */
export interface OtpAttempt {
  readonly to: string;
  readonly purpose: string;
  /** As it was typed. */
  readonly code: string;
  readonly verificationId?: string | null | undefined;
  /** The caller that verifies, by name: the API key's, or `library`. */
  readonly caller: string;
}

/** An id that is none: one answer at every door. */
export const faultyVerificationId: FieldFault = {
  pointer: "/verificationId",
  message: "must be a UUID, as the request for the code was answered with, or be left out",
};

export type VerifiedOtp =
  | { readonly kind: "accepted" }
  /**
   * One answer for wrong, expired, used and unknown; `attemptsLeft` only for a caller that knows the verification id.
   */
  | { readonly kind: "rejected"; readonly attemptsLeft?: number | undefined }
  | { readonly kind: "invalid"; readonly faults: readonly FieldFault[] }
  /** The store is away; the guess may have been spent. */
  | { readonly kind: "unavailable"; readonly detail: string };
