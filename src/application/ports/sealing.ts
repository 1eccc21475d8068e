/** Hides personal values from whoever reads a store without the service's key. */
export interface Sealing {
  /** `context` says what it is and whose (`outcome:<id>`): it opens only under the same. */
  seal(plain: string | Buffer, context: string): Buffer;
  /** Undefined where it was sealed under another key or context, or was altered. */
  open(sealed: Buffer, context: string): Buffer | undefined;
}
