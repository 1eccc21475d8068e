import type { Charge, Reserved } from "../../../application/ports/money-ledger.js";
import type { Standing } from "../../../domain/money/reserve-step.js";
import type { Step, StepAnswer } from "../journal/batched-steps.js";
import { linesText } from "./lines-text.js";
import { sendPlace } from "./send-place.js";

/** The most that the sum of one of the lines, counted from 0, may come to. */
interface Watched {
  readonly line: number;
  readonly most: number;
}

const standingOf = ([spent, reserved, codes]: readonly unknown[]): Standing => ({
  spent: Number(String(spent)),
  reserved: Number(String(reserved)),
  codes: Number(String(codes)),
});

/**
 * The step that reserves the money of a send: asked for, and read. It answers `reserved`, or `beyond` where it is, but the
 * watched sum is above its most.
 */
export const moneyReserve = {
  step: (charge: Charge, watched: Watched = { line: -1, most: 0 }): Step => {
    const { books, isCode, lines, micros } = charge;
    const { id, keys, name } = sendPlace(charge);
    const text = linesText(lines, books);
    const limit = [String(watched.line + 1), String(watched.most)];
    const args = [id, name, String(micros), isCode ? "1" : "0", text.lines, text.books, ...limit];
    return { op: "moneyReserve", tag: "money", keys, args };
  },
  answer: ({ lines }: Charge, [word, first, ...rest]: StepAnswer): Reserved =>
    String(word) === "refused"
      ? { kind: "refused", line: lines[Number(first) - 1]!, standing: standingOf(rest) }
      : { kind: "reserved", standings: (first as readonly (readonly unknown[])[]).map(standingOf) },
};
