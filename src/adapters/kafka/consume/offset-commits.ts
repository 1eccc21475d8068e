import { errorText } from "../../../domain/error-text.js";
import type { TopicPartitionOffsetAndMetadata } from "kafkajs";
import type { OffsetRange } from "../../../application/ports/event-source.js";
import { writeCompleted } from "./completed-offsets.js";
import { memoryJournal, writeCommitMetadata } from "./commit-metadata.js";
import type { PartitionAssignment } from "./partition-assignment.js";

/** Writes offsets to the group; rejects when they were not taken. */
export type CommitOffsets = (offsets: TopicPartitionOffsetAndMetadata[]) => Promise<void>;

interface Committing extends Remembered {
  readonly assignment: PartitionAssignment;
  readonly completed: string;
}

interface Remembered {
  readonly next: bigint;
  readonly beyond: () => readonly OffsetRange[];
}

const everyMs = 200;
/** A rebalance or a broker that moves is no trouble yet. */
const patienceMs = 5_000;

/**
 * Remembers the completed offset of each assignment and commits all changes at once, at most `everyMs` later; a
 * failed commit is retried with the next. One commit is under way at a time, so that an older one never comes last.
 */
export class OffsetCommits {
  readonly #commit: CommitOffsets;
  readonly #waiting = new Map<PartitionAssignment, Remembered>();
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

  remember(assignment: PartitionAssignment, next: bigint, beyond: () => readonly OffsetRange[]): void {
    if (next < (this.#waiting.get(assignment)?.next ?? assignment.committed)) return;
    this.#waiting.set(assignment, { next, beyond });
    this.#timer ??= setTimeout(() => void this.flush(), everyMs);
  }

  /** Commits all that is remembered now; never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#underWay !== undefined) await this.#underWay;
    const offsets = [...this.#waiting].flatMap(([assignment, { next, beyond }]) => {
      const completed = writeCompleted(next, [...assignment.completed, ...beyond()]);
      const isNews = next > assignment.committed || completed !== assignment.saidCompleted;
      return assignment.over || !isNews ? [] : [{ assignment, next, beyond, completed }];
    });
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
      }
      this.#failing = undefined;
    } catch (error) {
      const why = errorText(error);
      this.#failing = { since: this.#failing?.since ?? performance.now(), why };
      for (const { assignment, next, beyond } of offsets) if (!assignment.over) this.remember(assignment, next, beyond);
    } finally {
      this.#underWay = undefined;
    }
  }
}
