/** A header as it came: names may repeat, a value may be missing. */
export type RecordHeader = readonly [name: string, value: Buffer | null];

/** At most this many headers, and this many bytes of them, are read and kept of a record. */
export const mostHeaders = 256;
export const mostHeaderBytes = 64 * 1024;

/** The reason that a record in the log is no event. */
export interface RecordFault {
  /** `unreadable-batch`: the record stands for a batch that nobody can read, and its value is the raw batch. */
  readonly cause: "unreadable-batch" | "headers-too-many";
  readonly message: string;
  /** The number of its headers that are not among `rawHeaders`. */
  readonly droppedHeaders?: number;
}

/** As `EventRecord.headers`. Names come from strangers, so the object inherits none. */
export const foldHeaders = (headers: readonly RecordHeader[]): Record<string, Buffer> => {
  const folded: Record<string, Buffer> = Object.create(null);
  for (const [name, value] of headers) folded[name] = value ?? Buffer.alloc(0);
  return folded;
};

/** One record as it lies in the log; `topic` is without the deployment's prefix. */
export interface EventRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: Date;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** The last value where a header is repeated, an empty one where it has none. */
  readonly headers: Readonly<Record<string, Buffer>>;
  /** All headers in order, for a copy; absent: `headers` holds all of them. */
  readonly rawHeaders?: readonly RecordHeader[];
  /** The id of the topic: a topic that is deleted and created again has another; absent: unknown. */
  readonly topicId?: string;
  readonly fault?: RecordFault | undefined;
}

/** Offsets from `from` on, before `to`. */
export interface OffsetRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** A partition while it is ours, from one assignment to the next; a new object each time, even for a kept partition. */
export interface Assignment {
  readonly topic: string;
  readonly partition: number;
  /**
   * Says that everything before `next` is completed; undefined: no more than before. The offset is committed within 250
   * ms and at close, with the journal's `born` as metadata. Does nothing once the assignment is over. `beyond` is asked
   * at the commit for the completed offsets after `next`, in order: the partition's next owner does not get these
   * records again, as far as the log keeps them.
   */
  commit(next: bigint | undefined, beyond?: () => readonly OffsetRange[]): void;
  /** Stops, or goes on, fetching this partition; takes effect within one fetch. Does nothing once the assignment is over. */
  pause(): void;
  resume(): void;
}

export interface EventReceiver {
  /** The assignments that are ours now; all earlier ones are over. Synchronous, never throws. */
  assigned(assignments: readonly Assignment[]): void;
  /**
   * Delivers records of one assignment in offset order, perhaps with gaps. Synchronous, never throws; the receiver
   * keeps the records.
   */
  deliver(assignment: Assignment, records: readonly EventRecord[]): void;
}

export interface EventSource {
  /** Subscribes to the topics of all routed events, from the beginning, and delivers until stopped. */
  start(receiver: EventReceiver): Promise<void>;
  /** No record is delivered after it resolves; assignments still commit. */
  stopFetching(): Promise<void>;
  /** Commits the remembered offsets, leaves the group, closes. Safe to call twice. */
  close(): Promise<void>;
  /** Empty when it delivers; otherwise why not, each a sentence. */
  troubles(): readonly string[];
  /** The time the topic keeps records, in ms; undefined: for ever or unknown. */
  retentionMs(topic: string): number | undefined;
}
