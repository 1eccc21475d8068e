import { type Attempt, isLatest } from "./attempt.js";
import { enter, type JournalRecord, type Stepped } from "./journal-record.js";

/** A Publish was proved unsent. Redis runs the same rule: adapters/redis/journal/unmark.lua. */
export const unmarkStep = (
  record: JournalRecord | undefined,
  attempt: Attempt,
  now: number,
): Stepped<"ok" | "stale"> => {
  if (record === undefined || !isLatest(record, attempt)) return { record, answer: "stale" };
  if (record.state === "open") return { record, answer: "ok" };
  if (record.state !== "sending") return { record, answer: "stale" };
  return { record: enter(record, "open", now, { sends: record.sends - 1 }), answer: "ok" };
};
