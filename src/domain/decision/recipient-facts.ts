import type { NumberHistory } from "../phone/number-history.js";

/** Everything that `decide` looks at and that is one recipient's, as the stores had it when it was asked for. */
export interface RecipientFacts {
  /** undefined: this recipient takes texts of the class. */
  readonly optedOut?: OptOut | undefined;
  /** The word of earlier texts' receipts on the number. */
  readonly history?: NumberHistory | undefined;
  /** Forecasts, where the caller asked for them; delivery takes the real ones atomically. */
  readonly frequency?: Forecast | undefined;
  /** By the micro-USD that the text would cost. */
  readonly spend?: ((micros: number) => Forecast) | undefined;
}

/** Somebody's standing wish for no more texts of a class. */
export interface OptOut {
  readonly since: Date;
  /** The evidence in a word or two: `keyword`, `aws`, `import`. */
  readonly source?: string | undefined;
}

/** A cap that would be met or passed: `observed` and `consequence` go into the trace. */
export interface Forecast {
  readonly allows: boolean;
  readonly observed: string;
  readonly consequence: string;
}
