import type { JournalRecord } from "./journal-record.js";

/** A Publish: the claim that began it, and its number. */
export interface Attempt {
  readonly token: number;
  readonly attempt: number;
}

/** True if the record still has this claim and this was its last Publish. */
export const isLatest = (record: JournalRecord, { token, attempt }: Attempt): boolean =>
  record.token === token && record.attempts === attempt;
