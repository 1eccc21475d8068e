import { type Attempt, isLatest } from "./attempt.js";
import { enter, type JournalRecord, type Stepped } from "./journal-record.js";

/** A Publish was answered ambiguously, in a living process. Redis runs the same rule: adapters/redis/journal/again.lua. */
export const againStep = (
  record: JournalRecord | undefined,
  attempt: Attempt,
  now: number,
): Stepped<"again" | "in-doubt" | "stale"> => {
  if (record === undefined || !isLatest(record, attempt)) return { record, answer: "stale" };
  switch (record.state) {
    case "open":
      return { record, answer: "again" };
    case "doubting":
      return { record, answer: "in-doubt" };
    case "sending": {
      const resend = record.policy === "resend-once" && record.sends < 2;
      return { record: enter(record, resend ? "open" : "doubting", now), answer: resend ? "again" : "in-doubt" };
    }
    default:
      return { record, answer: "stale" };
  }
};
