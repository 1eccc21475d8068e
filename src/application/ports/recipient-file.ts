export interface FileRow {
  /** Its first line in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file of rows, read from its start at each call, never whole in memory. */
export interface RecipientFile {
  /** `utf-8`, `utf-16le` or `windows-1252`: found out from the bytes. */
  readonly encoding: string;
  readonly delimiter: string;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  /** The row of headings first. Rejects with `UnreadableFile` where the rest cannot be told into rows. */
  rows(): AsyncIterable<FileRow>;
}

/** The file, or the rest of it from a line on, is no CSV; the message names its format and the cure. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}
