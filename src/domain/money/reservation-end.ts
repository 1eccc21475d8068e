import type { MessageState } from "../journal/message-state.js";
import type { ReservationState } from "./reservation-step.js";

/** What a journal says of the message whose money was found. */
interface Journaled {
  readonly state: MessageState;
  /** Publishes begun so far, and those of them that were not proved unsent. */
  readonly attempts: number;
  readonly sends: number;
}

/**
 * How the money of a send ends that nobody ended: by what the journal knows of the message, never by a timer alone. What
 * nobody can prove unsent is spent. `keep`: it may be under way.
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
    case "failed":
      return "released";
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
