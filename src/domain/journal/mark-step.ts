import { type Attempt, isHeldBy, isLatest } from "./attempt.js";
import { enter, type JournalRecord, type Stepped } from "./journal-record.js";

/** A Publish is written ahead. Redis runs the same rule: adapters/redis/journal/mark.lua. */
export const markStep = (
  record: JournalRecord | undefined,
  { leaseMs, ...attempt }: Attempt & { readonly leaseMs: number },
  now: number,
): Stepped<"ok" | "stale"> => {
  if (record === undefined || !isHeldBy(record, attempt)) return { record, answer: "stale" };
  const leaseUntil = now + leaseMs;
  if (record.state === "open" && attempt.attempt > record.attempts && record.sends < 2) {
    const change = { sends: record.sends + 1, attempts: attempt.attempt, leaseUntil };
    return { record: enter(record, "sending", now, change), answer: "ok" };
  }
  const repeated = record.state === "sending" && isLatest(record, attempt);
  return repeated ? { record: { ...record, leaseUntil }, answer: "ok" } : { record, answer: "stale" };
};
