import type { BuryRecord } from "./bury-record.js";
import type { DeliverMessage } from "../delivery/deliver-message.js";
import { askedAt } from "./decode-event.js";
import { invalidEventOutcome } from "./invalid-event.js";
import { doorSource } from "../message/message.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { EventRecord } from "../ports/event-source.js";
import type { Hashes } from "../ports/hashes.js";
import type { Meters } from "../ports/meters.js";
import { createMoveEvent } from "./move-event.js";
import type { ReadEvent } from "./read-event.js";
import type { TakeTold } from "./told-event.js";

interface HandleNeeds {
  readonly buryRecord: BuryRecord;
  readonly deliverMessage: DeliverMessage;
  readonly eventPublisher: EventPublisher;
  readonly hashes: Hashes;
  readonly meters: Meters;
  /** By topic: the taker of events that tell something. */
  readonly takers?: ReadonlyMap<string, TakeTold> | undefined;
}

/** Resolves when the record's offset may complete: every message has its acknowledged outcome, or waits in the schedule. */
export type HandleEvent = (record: EventRecord, read: ReadEvent, stop: AbortSignal) => Promise<void>;

export const createHandleEvent = (needs: HandleNeeds): HandleEvent => {
  const { buryRecord, deliverMessage, eventPublisher, hashes, meters, takers } = needs;
  const moveEvent = createMoveEvent(needs);

  const refuse = async (
    record: EventRecord,
    { event, origin }: Extract<ReadEvent, { kind: "invalid" | "told" }>,
    faults: string,
  ): Promise<void> => {
    // The instant is the record's own, so that a repetition is the same byte for byte; a record without a time has
    // none.
    const at = record.timestamp.getTime() > 0 ? record.timestamp : event.time;
    await eventPublisher.publish(invalidEventOutcome(hashes, event, origin, faults, at));
    await buryRecord(record, "invalid-event", faults);
    meters.outcome("unknown", "failed", "invalid-event");
  };

  return async (record, read, stop) => {
    switch (read.kind) {
      case "dead":
        return buryRecord(record, read.cause, read.detail);
      case "faulty":
        throw read.error;
      case "invalid":
        return refuse(record, read, read.faults);
      case "moved":
        return moveEvent(record, read);
      case "told": {
        const { identity, source, time } = read.event;
        const caller = source === doorSource ? read.event.caller : null;
        const faults = await takers?.get(record.topic)?.(read.payload, { identity, caller, time });
        return faults === undefined ? undefined : refuse(record, read, faults);
      }
      case "messages": {
        const source = askedAt(record);
        const ends = await Promise.allSettled(read.messages.map((message) => deliverMessage(message, source, stop)));
        const failed = ends.find((end) => end.status === "rejected");
        if (failed !== undefined) throw failed.reason;
      }
    }
  };
};
