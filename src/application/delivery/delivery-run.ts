import type { Held } from "../controls/control-send.js";
import type { Wait } from "./hold-message.js";
import type { IssuedOtp } from "./otp-codes.js";
import type { Proof } from "./send-text.js";
import type { Delivered } from "./settle-message.js";

/** State that a run carries from claim to claim. */
export interface RunState {
  /** The gateway, or the service itself, held it back: a deadline that passed since was not missed by its event. */
  readonly heldBack: boolean;
  /** The rate let it go, and it has not gone yet. */
  readonly permitted: boolean;
  /** Money and place that a send which did not begin yet has taken. */
  readonly held?: Held | undefined;
  /** The gateway took the text: it is not sent again, even if the journal forgot it. */
  readonly proof?: Proof | undefined;
  /** The one-time code of this run. */
  readonly otp: IssuedOtp | undefined;
}

/** The next move of a run. */
export type Next =
  /** Only the journal knows the message's state: claim again. */
  | { readonly kind: "again"; readonly state: RunState }
  | ({ readonly kind: "wait"; readonly state: RunState } & Wait)
  | { readonly kind: "ended"; readonly delivered: Delivered; readonly otp: IssuedOtp | undefined };
