import type { OffsetRange } from "../ports/event-source.js";

/**
 * Tracks the completed records of one assignment, and the offset that may therefore be committed: the end of the
 * longest completed prefix of *delivered* records, because markers and compaction leave gaps. Offsets arrive in
 * order; one at or below the highest delivered is a repetition.
 */
export class OffsetTracker {
  #order: bigint[] = [];
  #head = 0;
  #highest: bigint | undefined;
  readonly #open = new Set<bigint>();

  /** False when the offset is already known: drop the record. */
  deliver(offset: bigint): boolean {
    if (this.#highest !== undefined && offset <= this.#highest) return false;
    this.#highest = offset;
    this.#order.push(offset);
    this.#open.add(offset);
    return true;
  }

  /** The next offset to commit when the completed prefix grew. */
  complete(offset: bigint): bigint | undefined {
    if (!this.#open.delete(offset)) return undefined;
    if (this.#order[this.#head] !== offset) return undefined;
    let last = offset;
    for (;;) {
      this.#head += 1;
      const next = this.#order[this.#head];
      if (next === undefined || this.#open.has(next)) break;
      last = next;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#order.length) {
      this.#order = this.#order.slice(this.#head);
      this.#head = 0;
    }
    return last + 1n;
  }

  /** Ranges completed beyond the prefix. */
  beyond(): readonly OffsetRange[] {
    const ranges: OffsetRange[] = [];
    let from: bigint | undefined;
    let last = 0n;
    for (let at = this.#head; at < this.#order.length; at += 1) {
      const offset = this.#order[at]!;
      if (!this.#open.has(offset)) {
        from ??= offset;
        last = offset;
      } else if (from !== undefined) {
        ranges.push({ from, to: last + 1n });
        from = undefined;
      }
    }
    return from === undefined ? ranges : [...ranges, { from, to: last + 1n }];
  }

  /** Delivered and not completed. */
  get pending(): number {
    return this.#open.size;
  }
}
