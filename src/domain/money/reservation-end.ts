import type { MessageState } from "../journal/message-state.js";
import type { ReservationState } from "./reservation-step.js";

/** The journal's word on the message a reservation belongs to. */
interface Journaled {
  readonly state: MessageState;
  /** Publishes begun so far, and those of them that were not proved unsent. */
  readonly attempts: number;
  readonly sends: number;
}

/**
 * Ends the money of a send that nobody ended. The journal's word on the message decides, never a timer alone. Money
 * that nobody can prove unspent counts as spent. `keep`: the send may be under way.
 */
export const reservationEnd = (
  send: number,
  journaled: Journaled | undefined,
): Exclude<ReservationState, "held"> | "keep" => {
  if (journaled === undefined) return "settled";
  const { attempts, sends, state } = journaled;
  switch (state) {
    case "sent":
      return send <= attempts ? "settled" : "released";
    // The provider refused the last one; of two sends that were begun, the one before it may have gone out.
    case "failed":
      return send < attempts && sends > 1 ? "settled" : "released";
    case "in-doubt":
      return "doubt";
    case "sending":
      return send === attempts ? "keep" : "settled";
    case "received":
    case "open":
    case "deferred":
      return send <= attempts && sends > 0 ? "settled" : "released";
  }
};
