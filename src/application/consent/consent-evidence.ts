/** The proof of a choice, beyond the entry's own fields. Personal: kept sealed only. */
export interface ConsentEvidence {
  /** The exact words that the person saw. */
  readonly disclosure?: string | undefined;
  /** The person's act: ticked, replied, signed. */
  readonly action?: string | undefined;
  /** Address of the page or form, or the number that was written to. */
  readonly where?: string | undefined;
  readonly by?: string | undefined;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
  /** The file of an import. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** The text that the person sent. */
  readonly text?: string | undefined;
}
