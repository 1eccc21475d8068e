/** The streams a command may touch: answers go to `output`, complaints to `errors`. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<string | Buffer> & { readonly isTTY?: boolean | undefined };
  readonly output: { write(text: string): unknown };
  readonly errors: { write(text: string): unknown };
  /** True if a person types here and reads. */
  readonly isPerson?: boolean | undefined;
  /** Columns of the terminal that shows `output`; undefined or 0: there is none, or it does not say. */
  readonly columns?: number | undefined;
  /** True if a person watches `errors`, so that long work may show its progress. */
  readonly progress?: boolean | undefined;
}

/** Done; refused or failed; bad usage. */
export type ExitCode = 0 | 1 | 2;
