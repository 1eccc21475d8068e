import { type Holder, isHeldBy } from "./attempt.js";
import { enter, type JournalRecord, type Stepped } from "./journal-record.js";

export interface Parking extends Holder {
  readonly due: number;
  /** True if the schedule has room for it. */
  readonly fits: boolean;
}

/** A run leaves a message to the schedule. Redis runs the same rule: adapters/redis/journal/park.lua. */
export const parkStep = (
  record: JournalRecord | undefined,
  { due, fits, ...holder }: Parking,
  now: number,
): Stepped<"parked" | "full" | "stale"> => {
  if (record === undefined || !isHeldBy(record, holder)) return { record, answer: "stale" };
  if (record.state === "deferred") return { record, answer: record.due === due ? "parked" : "stale" };
  if (record.state !== "open") return { record, answer: "stale" };
  if (!fits) return { record, answer: "full" };
  const keepUntil = Math.max(record.keepUntil, due);
  return { record: enter(record, "deferred", now, { due, keepUntil }), answer: "parked" };
};
