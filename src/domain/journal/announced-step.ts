import type { JournalRecord, Stepped } from "./journal-record.js";
import type { EndState } from "./message-state.js";

/** The outcome of a message's end was acknowledged. Redis runs the same rule: adapters/redis/journal/announced.lua. */
export const announcedStep = (
  record: JournalRecord | undefined,
  { end }: { readonly end: EndState },
): Stepped<"noted" | "stale"> => {
  if (record === undefined || record.state !== end) return { record, answer: "stale" };
  return { record: record.announced ? record : { ...record, announced: true }, answer: "noted" };
};
