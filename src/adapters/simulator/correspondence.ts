import type { Happening, Happenings } from "./happenings.js";
import type { SimulatedMessage } from "./simulated-message.js";

/** The fate of a text, as its receipt says it. */
export interface Fate {
  readonly status: string;
  readonly providerResponse: string;
  readonly afterMs: number;
}

/** A text to a phone, or one that its owner wrote. */
export type Letter =
  | { readonly kind: "text" | "withheld"; readonly serial: number; readonly message: SimulatedMessage; fate?: Fate }
  | {
      readonly kind: "reply";
      readonly serial: number;
      readonly id: string;
      readonly phone: string;
      readonly text: string;
      readonly at: string;
      readonly delivered: boolean;
    };

const mostLetters = 10_000;

interface WrittenReply {
  readonly inboundId: string;
  readonly phone: string;
  readonly text: string;
  readonly delivered: boolean;
}
interface Deleted {
  readonly messageId: string | null;
  readonly phone?: string;
}

export const phoneOf = (letter: Letter): string => (letter.kind === "reply" ? letter.phone : letter.message.phone);

/** All that was written to and from the phones, as the page shows it: the last 10,000 texts and replies. */
export class Correspondence {
  readonly #letters = new Map<string, Letter>();
  #last = 0;

  constructor(happenings: Happenings) {
    happenings.listen((happening) => this.#hear(happening));
  }

  /** The id of the last thing that happened. */
  get last(): number {
    return this.#last;
  }

  /** The happenings after this one, oldest first. */
  after(serial: number): readonly Letter[] {
    return [...this.#letters.values()].filter((letter) => letter.serial > serial);
  }

  find(id: string): Letter | undefined {
    return this.#letters.get(id);
  }

  #hear({ id: serial, kind, at, data }: Happening): void {
    this.#last = serial;
    switch (kind) {
      case "message":
      case "withheld":
        this.#keep(data.messageId, { kind: kind === "message" ? "text" : kind, serial, message: data });
        break;
      case "receipt": {
        const { messageId, ...fate } = data as Fate & { readonly messageId: string };
        const letter = this.#letters.get(messageId);
        if (letter !== undefined && letter.kind !== "reply") letter.fate = fate;
        break;
      }
      case "reply": {
        const { inboundId: own, phone, text, delivered } = data as WrittenReply;
        this.#keep(own, { kind, serial, id: own, phone, text, at, delivered });
        break;
      }
      case "deleted":
        this.#forget(data as Deleted);
    }
  }

  #keep(id: string, letter: Letter): void {
    this.#letters.set(id, letter);
    if (this.#letters.size > mostLetters) this.#letters.delete(this.#letters.keys().next().value!);
  }

  #forget({ messageId, phone }: Deleted): void {
    if (messageId !== null) this.#letters.delete(messageId);
    else if (phone === undefined) this.#letters.clear();
    else for (const [id, letter] of this.#letters) if (phoneOf(letter) === phone) this.#letters.delete(id);
  }
}
