/** Structured log; values are masked by their own types, and a last-line scrubber removes numbers from strings. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
