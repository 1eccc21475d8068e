/** The facts of an event beyond its payload. */
export interface Told {
  /** The same event told twice has the same. */
  readonly identity: string;
  /** The name of the key by which a door was told; null where no door was. */
  readonly caller: string | null;
  readonly time: Date;
}

/**
 * Takes an event that tells the service something and asks for no text. Resolves once the news is kept; answers the
 * fault of an event that cannot be kept, which becomes a dead letter. Rejects while a store is away, and is called
 * again.
 */
export type TakeTold = (payload: unknown, told: Told) => Promise<string | undefined>;
