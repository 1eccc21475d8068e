import type { SendPlan } from "../../domain/decision/send-plan.js";

/** The part of a plan that the gateway needs. */
export type GatewayText = Pick<
  SendPlan,
  "to" | "text" | "class" | "senderId" | "originationNumber" | "entityId" | "templateId"
>;

/** The way of one call out of this process. */
export interface Departure {
  /**
   * Asked once, when all that takes time is done (credentials, signature) and the next thing is to write. False: nothing
   * is sent, and the answer is `not-accepted`. A number: the call may go, and has to end within so many ms, as if it were
   * aborted then. The time it takes is no part of any time-out. Never rejects.
   */
  mayLeave(): Promise<boolean | number>;
  /** Bytes may have left from now on. */
  left(): void;
}

export interface SmsGateway {
  /** The provider's name, as outcomes carry it (`sns`). */
  readonly name: string;
  /** A call ends by itself within this time after it was told that it may leave. */
  readonly endsWithinMs: number;
  /**
   * Hands one text to the provider, once: no retry inside. Never rejects: every result is one of the five answers.
   * Aborting `signal` ends the call: `not-accepted` when nothing had been written yet, else `ambiguous`. Without it
   * the call still ends by itself.
   */
  publish(text: GatewayText, signal: AbortSignal | undefined, departure: Departure): Promise<GatewayAnswer>;
  close(): Promise<void>;
}

/** The five classes that an answer can have. `detail` is for people and holds no number, text or code. */
export type GatewayAnswer =
  | { readonly kind: "accepted"; readonly providerMessageId: string }
  /** Surely not taken: may be tried again. */
  | { readonly kind: "not-accepted"; readonly cause: "throttled" | "unreachable" | "aborted"; readonly detail: string }
  /** The provider may have taken it: never a blind retry. */
  | { readonly kind: "ambiguous"; readonly detail: string }
  /** This text is refused for good. */
  | { readonly kind: "rejected"; readonly code: string; readonly detail: string }
  /** Credentials, permissions or region: every text would fail alike. */
  | { readonly kind: "misconfigured"; readonly code: string; readonly detail: string };
