/** Hides personal values from readers of a store who lack the service's key. */
export interface Sealing {
  /** `context` names the content and its owner (`outcome:<id>`): it opens only under the same. */
  seal(plain: string | Buffer, context: string): Buffer;
  /** Undefined where it was sealed under another key or context, or was altered. */
  open(sealed: Buffer, context: string): Buffer | undefined;
}
