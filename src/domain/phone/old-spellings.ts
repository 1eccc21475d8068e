/** An old form in which mobile numbers of a country were, or at home still are, dialled; texts go to another form. */
export interface OldSpelling {
  /** Matches the digits behind `+`. */
  readonly pattern: RegExp;
  readonly today: string;
  /** The change, as the middle of a sentence. */
  readonly says: string;
}

/**
 * Mexico, IFT, Plan Técnico Fundamental de Numeración: since 3 August 2019 a number is its ten digits alone; 044, 045, 01
 * and the 1 behind +52 are gone. Argentina, ENACOM, Plan Fundamental de Numeración Nacional: from abroad a mobile number
 * has a 9 behind +54, and texts reach it by that form only.
 */
export const oldSpellings: readonly OldSpelling[] = [
  { pattern: /^52(?:1|01|044|045)(\d{10})$/, today: "52$1", says: "Mexico's old prefix of mobile numbers left out" },
  { pattern: /^54(?!9)0?(\d{10})$/, today: "549$1", says: "the 9 of Argentine mobile numbers added" },
];
