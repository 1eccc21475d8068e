import type { RecordHeader } from "./event-source.js";

/** One record to write; `topic` is without the deployment's prefix. */
export interface OutgoingEvent {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers: Readonly<Record<string, string | Buffer>>;
  /** Headers of a record that is copied, as they came; written after `headers`, which no reader may drop for their number. */
  readonly rawHeaders?: readonly RecordHeader[];
  /** Kept where a record is copied (dead letters); default: now. */
  readonly timestamp?: Date | undefined;
}

/** The event log did not take a record within its deadline; it may still be written. */
export class EventsUnavailable extends Error {
  override readonly name = "EventsUnavailable";
  readonly code = "events-unavailable";
}

/** The event log calls a record too large, and always will. */
export class EventTooLarge extends Error {
  override readonly name = "EventTooLarge";
  readonly code = "event-too-large";
}

/** Writes outcomes, dead letters and the events that the service's own doors accept. */
export interface EventPublisher {
  /**
   * Resolves once the record is durable (acks from all in-sync replicas). Retries by itself for 30 s, then rejects with
   * `EventsUnavailable`; a record that is too large rejects with `EventTooLarge` at once. Records of one key keep their
   * order. Safe to repeat: a reader may see a record twice, with the same `ce_id`.
   */
  publish(event: OutgoingEvent): Promise<void>;
  /** Flushes every publish that was asked for, then closes. */
  close(): Promise<void>;
  /** Empty when it can write; otherwise why not. */
  troubles(): readonly string[];
}
