import { errorText } from "../../../domain/error-text.js";
import type { TopicPartitionOffsetAndMetadata } from "kafkajs";
import { mergedRanges, writeCompleted } from "./completed-offsets.js";
import { memoryJournal, writeCommitMetadata } from "./commit-metadata.js";
import type { PartitionAssignment } from "./partition-assignment.js";

/** Writes offsets to the group; rejects when they were not taken. */
export type CommitOffsets = (offsets: TopicPartitionOffsetAndMetadata[]) => Promise<void>;

interface Committing {
  readonly assignment: PartitionAssignment;
  readonly next: bigint;
  readonly completed: string;
}

/** The group goes on behind completed records that begin at `next`: else their lag would stay for ever. */
const committing = (assignment: PartitionAssignment, next: bigint): Committing => {
  const ranges = mergedRanges([...assignment.completed, ...assignment.beyond()], next);
  const [first, ...more] = ranges;
  return first?.from === next
    ? { assignment, next: first.to, completed: writeCompleted(first.to, more) }
    : { assignment, next, completed: writeCompleted(next, ranges) };
};

const everyMs = 200;
/** A rebalance or a broker that moves is no trouble yet. */
const patienceMs = 5_000;

/**
 * Remembers the completed offset of each assignment and commits all changes at once, at most `everyMs` later; a
 * failed commit is retried with the next. One commit is under way at a time, so that an older one never comes last.
 */
export class OffsetCommits {
  readonly #commit: CommitOffsets;
  readonly #waiting = new Map<PartitionAssignment, bigint>();
  #stamp: () => string | undefined = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> | undefined;
  #failing: { readonly since: number; readonly why: string } | undefined;

  constructor(commit: CommitOffsets) {
    this.#commit = commit;
  }

  /** Begins with new assignments and forgets earlier ones. `stamp` gives the metadata of each commit. */
  begin(stamp: () => string | undefined): void {
    this.#waiting.clear();
    this.#stamp = stamp;
    this.#failing = undefined;
  }

  /** Empty while commits are taken, or fail for a moment only. */
  troubles(): readonly string[] {
    if (this.#failing === undefined || performance.now() - this.#failing.since < patienceMs) return [];
    return [`Offsets cannot be committed: ${this.#failing.why}`];
  }

  remember(assignment: PartitionAssignment, next: bigint): void {
    if (next < (this.#waiting.get(assignment) ?? assignment.committed)) return;
    this.#waiting.set(assignment, next);
    this.#timer ??= setTimeout(() => void this.flush(), everyMs);
  }

  /** Commits all that is remembered now; never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#underWay !== undefined) await this.#underWay;
    const offsets = [...this.#waiting]
      .map(([assignment, next]) => committing(assignment, next))
      .filter(
        ({ assignment, next, completed }) =>
          !assignment.over && (next > assignment.committed || completed !== assignment.saidCompleted),
      );
    this.#waiting.clear();
    if (offsets.length === 0) return;
    this.#underWay = this.#send(offsets);
    await this.#underWay;
  }

  async #send(offsets: readonly Committing[]): Promise<void> {
    const born = this.#stamp() ?? memoryJournal;
    try {
      await this.#commit(
        offsets.map(({ assignment: { kafkaTopic, partition, topicId }, next, completed }) => ({
          topic: kafkaTopic,
          partition,
          offset: String(next),
          metadata: writeCommitMetadata({ born, topicId, completed }),
        })),
      );
      for (const { assignment, next, completed } of offsets) {
        assignment.committed = next;
        assignment.saidCompleted = completed;
        // Nothing before the committed offset comes again: once all is behind it, records are let through unasked.
        assignment.completed = mergedRanges(assignment.completed, next);
      }
      this.#failing = undefined;
    } catch (error) {
      const why = errorText(error);
      this.#failing = { since: this.#failing?.since ?? performance.now(), why };
      for (const { assignment, next } of offsets) if (!assignment.over) this.remember(assignment, next);
    } finally {
      this.#underWay = undefined;
    }
  }
}
