export interface Randomness {
  /** A whole number, evenly spread over 0 ≤ n < bound (1 ≤ bound ≤ 2³²), from a source fit for secrets. */
  below(bound: number): number;
  /** A new UUIDv4. */
  uuid(): string;
}
