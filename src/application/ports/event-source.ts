/** One record as it lies in the log; `topic` is without the deployment's prefix. */
export interface EventRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: Date;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** The last value where a header is repeated. */
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** Header of the one record that stands for a batch nobody could read; it says why, the record's value is the raw batch. */
export const unreadableHeader = "sms-unreadable-batch";

/** A partition while it is ours, from one assignment to the next; a new object each time, even for a kept partition. */
export interface Assignment {
  readonly topic: string;
  readonly partition: number;
  /**
   * Everything before `next` is completed. Remembered and committed soon (≤ 250 ms) and at close, with the journal's
   * `born` as metadata; does nothing once the assignment is over.
   */
  commit(next: bigint): void;
  /** Stops, or goes on, fetching this partition; takes effect within one fetch. Does nothing once the assignment is over. */
  pause(): void;
  resume(): void;
}

export interface EventReceiver {
  /** The assignments that are ours now; all earlier ones are over. Synchronous, never throws. */
  assigned(assignments: readonly Assignment[]): void;
  /** Records of one assignment in offset order, perhaps with gaps. Synchronous, never throws, keeps what it is given. */
  deliver(assignment: Assignment, records: readonly EventRecord[]): void;
}

export interface EventSource {
  /** Subscribes to the topics of all routed events, from the beginning, and delivers until stopped. */
  start(receiver: EventReceiver): Promise<void>;
  /** Stops, or goes on, fetching everything (a breaker); heartbeats go on. */
  pause(): void;
  resume(): void;
  /** No record is delivered after it resolves; assignments still commit. */
  stopFetching(): Promise<void>;
  /** Commits what is remembered, leaves the group, closes. Safe to call twice. */
  close(): Promise<void>;
  /** Empty when it delivers; otherwise why not, each a sentence. */
  troubles(): readonly string[];
  /** How long the topic keeps records, in ms; undefined: for ever or unknown. */
  retentionMs(topic: string): number | undefined;
}
