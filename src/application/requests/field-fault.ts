/** One faulty field of a request. */
export interface FieldFault {
  /** RFC 6901; empty for the whole. */
  readonly pointer: string;
  readonly message: string;
}
