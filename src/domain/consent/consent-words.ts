/** A word or phrase that counts as a whole message, in the form of `plainText`. */
export interface KnownWord {
  /** ISO 639-1. */
  readonly language: string;
  /** The person asked for everything to end, codes among it. */
  readonly everything: boolean;
}

/** The words people write to end, resume and ask about texts; every key in the form of `plainText`. */
export interface ConsentWords {
  readonly optOut: ReadonlyMap<string, KnownWord>;
  readonly optIn: ReadonlyMap<string, KnownWord>;
  readonly help: ReadonlyMap<string, KnownWord>;
  /**
   * Opt-out words that count among a few other words too; `end` and `cancel` are left out, because ordinary sentences
   * hold them.
   */
  readonly telling: ReadonlySet<string>;
  /** Sentences that likely mean it: `stop texting me`. */
  readonly phrases: ReadonlyMap<string, KnownWord>;
  /** Polite words next to a keyword that change nothing: `please`, `thank you`. */
  readonly courtesy: ReadonlySet<string>;
  /** Phrases that contain a keyword and mean something else: `bus stop`. */
  readonly innocent: ReadonlySet<string>;
  /** Right before a telling word they turn it round: `never stop`. */
  readonly negations: ReadonlySet<string>;
  /** Commands of the sender's own, over the plain text; they come before everything else. */
  readonly commands: readonly RegExp[];
}
