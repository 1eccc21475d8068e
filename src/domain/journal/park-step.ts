import { enter, type JournalRecord, type Stepped } from "./journal-record.js";

export interface Parking {
  readonly token: number;
  readonly due: number;
  /** True if the schedule has room for it. */
  readonly fits: boolean;
}

/** A run leaves a message to the schedule. Redis runs the same rule: adapters/redis/journal/park.lua. */
export const parkStep = (
  record: JournalRecord | undefined,
  { token, due, fits }: Parking,
  now: number,
): Stepped<"parked" | "full" | "stale"> => {
  if (record === undefined || record.token !== token) return { record, answer: "stale" };
  if (record.state === "deferred") return { record, answer: record.due === due ? "parked" : "stale" };
  if (record.state !== "open") return { record, answer: "stale" };
  if (!fits) return { record, answer: "full" };
  const keepUntil = Math.max(record.keepUntil, due);
  return { record: enter(record, "deferred", now, { due, keepUntil }), answer: "parked" };
};
