/** The two alphabets of SMS (3GPP TS 23.038). */
export type Encoding = "GSM-7" | "UCS-2";

/** A stretch of a text in UTF-16 units: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A change to a text, or to a variable's value before it was inserted: at `offset` `before` became `after`. Offsets are
 * UTF-16 units of the text or value as given.
 */
export interface Edit {
  readonly variable?: string;
  readonly offset: number;
  readonly before: string;
  readonly after: string;
  readonly why: "nfc" | "smart-encoding" | "shortened" | "lone-surrogate" | "white-space" | "invisible" | "left-out";
}
