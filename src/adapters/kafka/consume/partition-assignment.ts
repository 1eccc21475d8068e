import type { Assignment, OffsetRange } from "../../../application/ports/event-source.js";

/** The requests of an assignment to the consumer that owns it: remember an offset, apply a pause. */
export interface AssignmentOwner {
  remember(assignment: PartitionAssignment, next: bigint): void;
  /** `pausedByReceiver` of the assignment changed. */
  applyPause(assignment: PartitionAssignment): void;
}

/** One partition from one joining of the group to the next; its promises are the port's. */
export class PartitionAssignment implements Assignment {
  readonly topic: string;
  readonly partition: number;
  /** The topic's name on the broker. */
  readonly kafkaTopic: string;
  readonly #owner: AssignmentOwner;
  over = false;
  pausedByReceiver = false;
  topicId: string | undefined;
  /** The next offset to deliver. */
  position = 0n;
  /** The offset it began at. */
  started = 0n;
  /** The next offset to fetch: beyond `position` lie markers and aborted records alone. */
  fetched = 0n;
  committed = 0n;
  /** Ranges completed beyond the offset it began at, when it began: not delivered again. In order, and apart. */
  completed: readonly OffsetRange[] = [];
  /** Ranges that its receiver has completed beyond the prefix. */
  beyond: () => readonly OffsetRange[] = () => [];
  /** The last commit's word on it. */
  saidCompleted = "";
  /** The next offset to be written, as last seen. */
  end = 0n;
  /** The reason it did not begin at the committed offset, until a commit has mended that. */
  moved: string | undefined;

  constructor(owner: AssignmentOwner, kafkaTopic: string, topic: string, partition: number) {
    this.#owner = owner;
    this.kafkaTopic = kafkaTopic;
    this.topic = topic;
    this.partition = partition;
  }

  /** Records that are not completed. */
  get lag(): number {
    return Math.max(0, Number(this.end - this.committed - (this.fetched - this.position)));
  }

  commit(next: bigint | undefined, beyond: () => readonly OffsetRange[] = () => []): void {
    this.beyond = beyond;
    if (!this.over) this.#owner.remember(this, next ?? this.committed);
  }

  pause(): void {
    if (this.over || this.pausedByReceiver) return;
    this.pausedByReceiver = true;
    this.#owner.applyPause(this);
  }

  resume(): void {
    if (this.over || !this.pausedByReceiver) return;
    this.pausedByReceiver = false;
    this.#owner.applyPause(this);
  }
}
