/** The facts of an event beyond its payload. */
export interface Told {
  /** The same event told twice has the same. */
  readonly identity: string;
  readonly time: Date;
}

/**
 * Takes an event that tells the service something and asks for no text. Resolves once what it says is kept, with what is
 * wrong about it where it cannot be: it is then a dead letter. Rejects while a store is away, and is called again.
 */
export type TakeTold = (payload: unknown, told: Told) => Promise<string | undefined>;
