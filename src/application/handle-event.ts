import type { SendRequest } from "../domain/send-request.js";
import { deadLetter } from "./dead-letter.js";
import { type DecodedEvent, decodeEvent } from "./decode-event.js";
import type { DeliverMessage } from "./deliver-message.js";
import type { Message, Origin } from "./message.js";
import type { Notification } from "./notification.js";
import { invalidEventOutcome } from "./outcome.js";
import type { Clock } from "./ports/clock.js";
import type { EventPublisher } from "./ports/event-publisher.js";
import type { EventRecord } from "./ports/event-source.js";
import type { Hashes } from "./ports/hashes.js";
import type { Log } from "./ports/log.js";
import type { Meters } from "./ports/meters.js";

interface HandleNeeds {
  readonly clock: Clock;
  readonly deliverMessage: DeliverMessage;
  readonly eventPublisher: EventPublisher;
  readonly hashes: Hashes;
  readonly journalTtlMs: number;
  readonly log: Log;
  readonly meters: Meters;
  readonly notifications: ReadonlyMap<string, Notification<unknown>>;
  readonly topicPrefix: string;
}

/** Resolves when the record's offset may complete: every message has its acknowledged outcome, or waits in the schedule. */
export type HandleEvent = (record: EventRecord, stop: AbortSignal) => Promise<void>;

/** The id of one message: the same event, notification and role always give the same one. */
export const messageId = (hashes: Hashes, identity: string, topic: string, recipient: string): string =>
  hashes.uuid(`${identity}\n${topic}\n${recipient}`);

export const createHandleEvent = (needs: HandleNeeds): HandleEvent => {
  const { clock, deliverMessage, eventPublisher, hashes, journalTtlMs, log, meters, notifications, topicPrefix } =
    needs;

  const bury = async (record: EventRecord, cause: string, message: string): Promise<void> => {
    meters.deadLetter(cause);
    log.warn({ topic: record.topic, partition: record.partition, offset: String(record.offset), cause }, "dead letter");
    await eventPublisher.publish(deadLetter(record, `${topicPrefix}${record.topic}`, cause, message));
  };

  const refuse = async (record: EventRecord, event: DecodedEvent, origin: Origin, faults: string): Promise<void> => {
    const { identity, correlationId, traceparent } = event;
    await eventPublisher.publish(
      invalidEventOutcome(hashes, identity, origin, faults, correlationId ?? null, traceparent, clock.now()),
    );
    meters.outcome("unknown", "failed", "invalid-event");
    await bury(record, "invalid-event", faults);
  };

  return async (record, stop) => {
    meters.eventConsumed(record.topic);
    const now = clock.now();
    const decoded = decodeEvent(record, now);
    if ("cause" in decoded) return bury(record, decoded.cause, decoded.message);
    if (now.getTime() - decoded.time.getTime() > journalTtlMs) return meters.count("skipped-old-event");
    const { topic, partition } = record;
    const origin: Origin = { topic, partition, offset: String(record.offset), eventId: decoded.eventId };
    if (decoded.type !== undefined && decoded.type !== topic)
      return refuse(
        record,
        decoded,
        origin,
        `ce_type: names another event than the topic ${topic}; publish it to its own topic`,
      );
    const notification = notifications.get(topic)!;
    const parsed = notification.schema.safeParse(decoded.payload);
    if (!parsed.success) {
      const faults = parsed.error.issues
        .map(({ path, message }) => `${path.join(".") || "payload"}: ${message}`)
        .join("; ");
      return refuse(record, decoded, origin, faults);
    }
    const payload = parsed.data;
    const messages = notification.messages(payload).map((asked): Message => {
      const { recipient, ...request } = asked;
      return {
        id: messageId(hashes, decoded.identity, topic, recipient),
        recipient,
        request: { ...request, requestedAt: decoded.time } satisfies SendRequest,
        reference: notification.reference?.(payload) ?? null,
        correlationId: notification.correlationId?.(payload) ?? decoded.correlationId ?? null,
        traceparent: decoded.traceparent,
        origin,
      };
    });
    const source = `${topic}/${partition}/${record.offset}`;
    const ends = await Promise.allSettled(messages.map((message) => deliverMessage(message, source, stop)));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  };
};
