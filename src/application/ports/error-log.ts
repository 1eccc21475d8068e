/** The place where an error ended a piece of work. */
export type ErrorPlace = "dispatch" | "wake" | "send-otp" | "verify-otp" | "http" | "group-session";

export interface ErrorLog {
  /**
   * Tells an operator of an error that ended a piece of work, with its subject and its consequence. An outage
   * (`isOutage`) is a warning with its name. Anything else is a fault of the service: counted by place, an error in
   * the log, and the first of each kind leaves its message and its stack, without numbers, texts and codes. Never
   * throws.
   */
  caught(where: ErrorPlace, error: unknown, fields: object, message: string): void;
}
