/**
 * The state of the money of one send. `doubt`: the text may have gone out, so the money counts as spent until
 * somebody knows.
 */
export type ReservationState = "held" | "doubt" | "settled" | "released";

export interface Reservation {
  readonly state: ReservationState;
  /** Micro-USD: the reserved amount, or, once it is settled, the cost. */
  readonly micros: number;
}

/** The amounts a reservation adds to each of its sums. */
export const weightOf = ({ state, micros }: Reservation): { readonly spent: number; readonly reserved: number } => ({
  spent: state === "doubt" || state === "settled" ? micros : 0,
  reserved: state === "held" ? micros : 0,
});

/**
 * The next state, or undefined where the end changes nothing: a settled reservation stays settled. A text that
 * counted as unsent and went out all the same is booked, even over the limit. Redis runs the same rule:
 * adapters/redis/money/money.lua.
 */
export const endReservation = (
  { state, micros }: Reservation,
  end: Exclude<ReservationState, "held">,
  cost: number,
): Reservation | undefined => {
  if (state === "settled" || state === end) return undefined;
  return { state: end, micros: end === "settled" ? cost : micros };
};
