/** A call that the simulator answers with an error: HTTP status, SNS' error code, and the cure. */
export class SnsError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
