import type { PumpingCounts } from "../../domain/otp/pumping-guard.js";

/** One count that is watched for pumping: a keyed hash of its name, and its window. */
export interface PumpingScope {
  readonly key: string;
  readonly windowMs: number;
}

/** Texts sent and codes entered, per scope, in windows of 60 steps. Rejects with `JournalUnavailable`. */
export interface PumpingLedger {
  /** Counts one send on every scope at once; answers the counts before it. Parallel sends see each other. */
  sent(scopes: readonly PumpingScope[]): Promise<readonly PumpingCounts[]>;
  /**
   * Takes one send back from the oldest step that has one, so that no later sum is below what its window sent. Takes
   * nothing where nothing is counted.
   */
  unsent(scopes: readonly PumpingScope[]): Promise<void>;
  /** Counts a code that was entered. Never throws, never waits: written within a second, so a crash may lose as much. */
  verified(scopes: readonly PumpingScope[]): void;
  /** Writes the counts that are still to be written. */
  close(): Promise<void>;
}
