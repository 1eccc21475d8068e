import type { JournalRecord } from "./journal-record.js";

/** The holder of a claim: after writes were lost, two processes may hold one number. */
export interface Holder {
  readonly token: number;
  /** The process. */
  readonly asker: string;
}

/** A Publish: the claim that began it, and its number. */
export interface Attempt extends Holder {
  readonly attempt: number;
}

/** True if the record still has this claim. */
export const isHeldBy = (record: JournalRecord, { token, asker }: Holder): boolean =>
  record.token === token && record.asker === asker;

/** True if the record still has this claim and this was its last Publish. */
export const isLatest = (record: JournalRecord, attempt: Attempt): boolean =>
  isHeldBy(record, attempt) && record.attempts === attempt.attempt;
