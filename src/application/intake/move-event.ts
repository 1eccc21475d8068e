import type { EventPublisher } from "../ports/event-publisher.js";
import type { EventRecord } from "../ports/event-source.js";
import type { Hashes } from "../ports/hashes.js";
import { requestKey } from "../message/request-key.js";
import { movedFrom } from "./decode-event.js";
import type { ReadEvent } from "./read-event.js";

interface MoveNeeds {
  readonly eventPublisher: EventPublisher;
  readonly hashes: Hashes;
}

/**
 * Publishes a record to the topic where it belongs, as it came: its identity goes along, so that one moved twice is one
 * message. Resolves once it is durable there.
 */
export type MoveEvent = (record: EventRecord, read: Extract<ReadEvent, { kind: "moved" }>) => Promise<void>;

export const createMoveEvent =
  ({ eventPublisher, hashes }: MoveNeeds): MoveEvent =>
  async (record, { event, topic, to }) => {
    const came = record.rawHeaders ?? Object.entries(record.headers);
    await eventPublisher.publish({
      topic,
      key: requestKey(hashes, to, "promotional"),
      value: record.value,
      headers: event.place === undefined ? {} : { [movedFrom]: event.place },
      rawHeaders: came.filter(([name]) => name !== movedFrom),
      // Without a time of its own it counts from now, here as there.
      timestamp: record.timestamp.getTime() > 0 ? record.timestamp : event.time,
    });
  };
