/** The entry for people about one word of `code` or `reason`. */
export interface ProblemWord {
  /** A few words, as RFC 9457's title: the same for every occurrence. */
  readonly title: string;
  readonly means: string;
  readonly causes: string;
  readonly fix: string;
}
