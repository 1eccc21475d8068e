import { deadLetter } from "./dead-letter.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { EventRecord } from "../ports/event-source.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";

interface BuryNeeds {
  readonly eventPublisher: EventPublisher;
  readonly log: Log;
  readonly meters: Meters;
  readonly topicPrefix: string;
}

/** Resolves once the record is in the dead-letter topic. */
export type BuryRecord = (record: EventRecord, cause: string, detail: string) => Promise<void>;

export const createBuryRecord =
  ({ eventPublisher, log, meters, topicPrefix }: BuryNeeds): BuryRecord =>
  async (record, cause, detail) => {
    const { topic, partition, offset } = record;
    await eventPublisher.publish(deadLetter(record, `${topicPrefix}${topic}`, cause, detail));
    meters.deadLetter(cause);
    log.warn({ topic, partition, offset: String(offset), cause }, "dead letter");
  };
