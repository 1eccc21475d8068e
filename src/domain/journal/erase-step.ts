import type { JournalRecord, Stepped } from "./journal-record.js";

/**
 * Removes what a message's outcome tells of a person; the end itself stays. A message that has not ended, or is in
 * doubt, is left whole. Redis runs the same rule: adapters/redis/journal/erase.lua.
 */
export const eraseStep = (record: JournalRecord | undefined): Stepped<"erased" | "kept"> =>
  record?.state === "sent" || record?.state === "failed"
    ? { record: { ...record }, answer: "erased" }
    : { record, answer: "kept" };
