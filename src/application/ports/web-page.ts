/** A file that a page asks for, ready to be served. */
export interface WebAsset {
  /** Media type, with its character set. */
  readonly type: string;
  readonly body: Uint8Array;
  readonly gzipped: Uint8Array;
  /** Strong, in quotes. */
  readonly etag: string;
}

/** A page for people: its document, and the exact table of what it may ask for. */
export interface WebPage {
  readonly html: string;
  /** The Content-Security-Policy under which the document runs: its own files only, no markup made from strings. */
  readonly policy: string;
  /** By the address that the document uses, such as `phones/main.js`; undefined where there is none. */
  asset(path: string): WebAsset | undefined;
}
