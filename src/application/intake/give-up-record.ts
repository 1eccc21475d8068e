import { errorName } from "../../domain/error-name.js";
import type { FailMessage } from "../delivery/fail-message.js";
import { Stopped } from "../delivery/stopped.js";
import { isProgrammingFault } from "../../domain/programming-fault.js";
import type { ErrorLog } from "../ports/error-log.js";
import type { EventRecord } from "../ports/event-source.js";
import type { BuryRecord } from "./bury-record.js";
import { movedFrom, placeOf } from "./decode-event.js";
import type { ReadEvent } from "./read-event.js";

interface GiveUpNeeds {
  readonly buryRecord: BuryRecord;
  readonly errorLog: ErrorLog;
  readonly failMessage: FailMessage;
}

/** The record with its place, which may be all that identifies it: a replay must ask about the same messages. */
const placed = (record: EventRecord): EventRecord => {
  if (record.headers[movedFrom] !== undefined) return record;
  const came = record.rawHeaders ?? Object.entries(record.headers);
  return { ...record, rawHeaders: [...came, [movedFrom, Buffer.from(placeOf(record))]] };
};

/**
 * Ends a record that a mistake in the program keeps from being handled, because it would hold its partition for ever.
 * Each of its messages gets an outcome, then the record becomes a dead letter, to be replayed once the mistake is
 * mended.
 */
export type GiveUpRecord = (record: EventRecord, read: ReadEvent, error: unknown, stop: AbortSignal) => Promise<void>;

export const createGiveUpRecord =
  ({ buryRecord, errorLog, failMessage }: GiveUpNeeds): GiveUpRecord =>
  async (record, read, error, stop) => {
    const { topic, partition, offset } = record;
    const source = `${topic}/${partition}/${offset}` as const;
    const messages = read.kind === "messages" ? read.messages : [];
    const ends = await Promise.allSettled(messages.map((message) => failMessage(message, source, error, stop)));
    for (const end of ends) {
      if (end.status === "fulfilled") continue;
      if (end.reason instanceof Stopped || !isProgrammingFault(end.reason)) throw end.reason;
      // The mistake prevents the message's end too: only the dead letter can be written.
      errorLog.caught("dispatch", end.reason, { topic, partition, offset: String(offset) }, "no outcome can be given");
    }
    const cause = errorName(error);
    const detail = `A fault of the service (${cause}); its log has the place in the code`;
    await buryRecord(placed(record), "internal-error", detail);
  };
