import type { JournalRecord, Stepped } from "./journal-record.js";

/**
 * Takes what a message's end tells of a person out of it; that it ended stays. One that has not ended, or is in doubt,
 * keeps it. Redis runs the same rule: adapters/redis/journal/erase.lua.
 */
export const eraseStep = (record: JournalRecord | undefined): Stepped<"erased" | "kept"> =>
  record?.state === "sent" || record?.state === "failed"
    ? { record: { ...record }, answer: "erased" }
    : { record, answer: "kept" };
