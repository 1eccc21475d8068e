import type { EventRecord } from "./event-source.js";

/** The outcome topics as something to be read again. */
export interface ReportLog {
  /** Hands over the records of these topics that were written at `since` or later, one at a time. Rejects when Kafka is away. */
  since(topics: readonly string[], since: Date, take: (record: EventRecord) => void): Promise<void>;
}
