import { type Holder, isHeldBy } from "./attempt.js";
import { enter, isEnded, type JournalRecord, type Stepped } from "./journal-record.js";
import type { EndState } from "./message-state.js";

export interface Settling extends Holder {
  readonly end: EndState;
}

/** `refused`: a text may have gone out, so the message cannot fail any more. */
export type SettleAnswer = "written" | "double" | "stale" | "refused";

/** The verdict of `settle`: only `write` changes the record. */
const verdict = (record: JournalRecord, { end, ...holder }: Settling): SettleAnswer | "write" => {
  const { state } = record;
  const { token } = holder;
  const isHolder = isHeldBy(record, holder);
  if (token > record.token || token < 1) return "stale";
  if (isEnded(state)) {
    if (isHolder && record.endedBy === token && state === end) return "written";
    if (end !== "sent" || record.endedBy === "resolve" || state === "failed") return "stale";
    return state === "sent" ? "double" : "write";
  }
  // An older run's text is proof, unless a newer run is sending: that one tells its own end.
  if (!isHolder) return end === "sent" && state !== "sending" ? "write" : "stale";
  if (state === "deferred" && end !== "sent") return "stale";
  return end === "failed" && state !== "sending" && record.sends > 0 ? "refused" : "write";
};

/** A run writes the end. Redis runs the same rule: adapters/redis/journal/settle.lua. */
export const settleStep = (
  record: JournalRecord | undefined,
  settling: Settling,
  now: number,
): Stepped<SettleAnswer> => {
  if (record === undefined) return { record, answer: "stale" };
  const answer = verdict(record, settling);
  if (answer !== "write") return { record, answer };
  return { record: enter(record, settling.end, now, { endedBy: settling.token, announced: false }), answer: "written" };
};
