import type { EventRecord } from "./event-source.js";

/** The dead-letter topic cannot be read now. */
export class DeadLettersUnavailable extends Error {
  override readonly name = "DeadLettersUnavailable";
}

/** The topic `sms.dead-letter`, read without a group: nothing is committed, and many may read at once. */
export interface DeadLetterLog {
  /**
   * Hands over the newest `most` records of each partition, in offset order within it, one at a time: the caller keeps
   * what it needs, so that large ones take no memory together. Answers how many older ones were left out. Rejects with
   * `DeadLettersUnavailable`.
   */
  scan(most: number, take: (record: EventRecord) => void): Promise<number>;
  /** The record at a place; undefined where the topic no longer holds it. Rejects with `DeadLettersUnavailable`. */
  at(partition: number, offset: bigint): Promise<EventRecord | undefined>;
}
