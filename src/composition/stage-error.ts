/** A stage's failure, by a word: `not-settled`, `no-code`, `in-flight`, `closed`; `refused`: its phones say why. */
export type StageErrorCode = "not-settled" | "no-code" | "in-flight" | "closed" | "refused";

export class StageError extends Error {
  override readonly name = "StageError";
  readonly code: StageErrorCode;

  constructor(code: StageErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
