import { enter, type JournalRecord, type Stepped } from "./journal-record.js";

/** An operator or a receipt ends a doubt. Redis runs the same rule: adapters/redis/journal/resolve.lua. */
export const resolveStep = (
  record: JournalRecord | undefined,
  { end }: { readonly end: "sent" | "failed" },
  now: number,
): Stepped<"written" | "not-in-doubt"> => {
  if (record?.endedBy === "resolve" && record.state === end) return { record, answer: "written" };
  if (record?.state !== "in-doubt") return { record, answer: "not-in-doubt" };
  return { record: enter(record, end, now, { endedBy: "resolve", announced: false }), answer: "written" };
};
