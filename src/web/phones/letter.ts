/** A text to a phone; `withheld`: the provider took it, and the phone never saw it. */
export interface TextLetter {
  readonly kind: "text" | "withheld";
  readonly serial: number;
  readonly id: string;
  readonly phone: string;
  readonly text: string;
  readonly at: string;
  readonly encoding: string;
  readonly segments: number;
  readonly type: string | null;
  readonly sender: string | null;
  readonly code: string | null;
  readonly micros: number | null;
  readonly fate: { readonly status: string; readonly providerResponse: string; readonly afterMs: number } | null;
}

/** A text that the phone's owner wrote. */
interface ReplyLetter {
  readonly kind: "reply";
  readonly serial: number;
  readonly id: string;
  readonly phone: string;
  readonly text: string;
  readonly at: string;
  /** False: nobody heard it. */
  readonly delivered: boolean;
}

export type Letter = TextLetter | ReplyLetter;
