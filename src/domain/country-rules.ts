/** Country rules as data, each with an id, a source and a date. */
export interface CountryRules {
  readonly asOf: string;
}
