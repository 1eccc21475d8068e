import { OffsetTracker } from "./offset-tracker.js";
import type { Assignment } from "../ports/event-source.js";

/** A partition is paused above so many records in memory, and resumed below half of them. */
const mostRecords = 2_000;

/** An assigned partition with its records in memory; fetching stops while they are too many. */
export class PartitionInWork {
  readonly assignment: Assignment;
  readonly #mostBytes: number;
  readonly #tracker = new OffsetTracker();
  readonly #beyond = () => this.#tracker.beyond();
  #bytes = 0;
  #full = false;
  #held = false;
  #paused = false;

  constructor(assignment: Assignment, mostBytes: number) {
    this.assignment = assignment;
    this.#mostBytes = mostBytes;
  }

  /** False when the offset is already known: drop the record. */
  deliver(offset: bigint): boolean {
    return this.#tracker.deliver(offset);
  }

  holds(bytes: number): void {
    this.#bytes += bytes;
  }

  pauseIfFull(): void {
    if (this.#full || (this.#tracker.pending <= mostRecords && this.#bytes <= this.#mostBytes)) return;
    this.#full = true;
    this.#apply();
  }

  /** Nothing more is fetched while it is held. */
  hold(held: boolean): void {
    this.#held = held;
    this.#apply();
  }

  complete(offset: bigint, bytes: number): void {
    this.#bytes -= bytes;
    this.assignment.commit(this.#tracker.complete(offset), this.#beyond);
    const { pending } = this.#tracker;
    if (!this.#full || pending >= mostRecords / 2 || this.#bytes >= this.#mostBytes / 2) return;
    this.#full = false;
    this.#apply();
  }

  #apply(): void {
    const paused = this.#full || this.#held;
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (paused) this.assignment.pause();
    else this.assignment.resume();
  }
}
