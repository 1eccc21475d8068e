import { expect, test } from "vitest";
import { reservationEnd } from "../../../src/domain/money/reservation-end.js";

const journaled = (state: Parameters<typeof reservationEnd>[1] & {}) => state;

test.each([
  ["sent by this send, or with it", 1, journaled({ state: "sent", attempts: 1, sends: 1 }), "settled"],
  [
    "sent by an earlier send, so this one never began",
    2,
    journaled({ state: "sent", attempts: 1, sends: 1 }),
    "released",
  ],
  ["refused, or proved unsent", 1, journaled({ state: "failed", attempts: 1, sends: 1 }), "released"],
  [
    "refused at the second send, the first may have gone",
    1,
    journaled({ state: "failed", attempts: 2, sends: 2 }),
    "settled",
  ],
  ["refused at the second send", 2, journaled({ state: "failed", attempts: 2, sends: 2 }), "released"],
  ["refused, after it was proved unsent", 1, journaled({ state: "failed", attempts: 2, sends: 1 }), "released"],
  ["in doubt", 1, journaled({ state: "in-doubt", attempts: 1, sends: 1 }), "doubt"],
  ["under way", 1, journaled({ state: "sending", attempts: 1, sends: 1 }), "keep"],
  [
    "an earlier send of a text that is sent again",
    1,
    journaled({ state: "sending", attempts: 2, sends: 2 }),
    "settled",
  ],
  ["claimed, never begun", 1, journaled({ state: "open", attempts: 0, sends: 0 }), "released"],
  ["proved unsent, waiting for another try", 1, journaled({ state: "open", attempts: 1, sends: 0 }), "released"],
  ["may have gone out, to be sent again", 1, journaled({ state: "open", attempts: 1, sends: 1 }), "settled"],
  ["the send that is to come after that", 2, journaled({ state: "open", attempts: 1, sends: 1 }), "released"],
  ["parked", 1, journaled({ state: "deferred", attempts: 0, sends: 0 }), "released"],
  ["unknown: nobody can prove that it did not go out", 1, undefined, "settled"],
] as const)("money of a message that is %s", (_, send, state, end) => expect(reservationEnd(send, state)).toBe(end));
