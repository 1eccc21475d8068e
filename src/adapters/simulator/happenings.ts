import type { SimulatedMessage } from "./simulated-message.js";

/**
 * A text reached its phone, or never does; a receipt was written for one; a phone replied; texts were deleted; a fault struck;
 * faults or receipts were planned; a number came off the opt-out list.
 */
type Happened =
  | { readonly kind: "message" | "withheld"; readonly data: SimulatedMessage }
  | {
      readonly kind: "receipt" | "reply" | "deleted" | "struck" | "faults" | "receipts" | "opted-in";
      readonly data: object;
    };

/** One thing that happened at the phones. */
export type Happening = Happened & { readonly id: number; readonly at: string };

/** A page that lost its connection for a moment still gets so many. */
const mostKept = 1_000;

/** All that happens, in order, told to whoever listens. */
export class Happenings {
  readonly #listeners = new Set<(happening: Happening) => void>();
  readonly #last: Happening[] = [];
  #serial = 0;

  tell(happened: Happened): void {
    this.#serial += 1;
    const happening = { ...happened, id: this.#serial, at: new Date().toISOString() };
    this.#last.push(happening);
    if (this.#last.length > mostKept) this.#last.shift();
    for (const listener of [...this.#listeners]) listener(happening);
  }

  after(id: number): readonly Happening[] {
    return this.#last.filter((happening) => happening.id > id);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Gives what ends the listening. */
  listen(listener: (happening: Happening) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
