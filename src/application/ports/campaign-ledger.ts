import type { Because, CampaignState } from "../../domain/campaign/campaign-state.js";
import type { CampaignDefinition, CampaignTerms } from "../../domain/campaign/campaign-terms.js";

/** A campaign that is to exist. */
export interface NewCampaign {
  readonly definition: CampaignDefinition;
  readonly terms: CampaignTerms;
  readonly total: number;
}

export interface CampaignRecord extends NewCampaign {
  readonly state: CampaignState;
  readonly because: Because | null;
  /** Recipients by the byte of their state: the sum is `total`. */
  readonly byCode: ReadonlyMap<number, number>;
  /** The same for each variant, by its place; counts those whose turn has come. */
  readonly byVariant: ReadonlyMap<number, ReadonlyMap<number, number>>;
  /** The highest generation of a recipient. */
  readonly rounds: number;
  /**
   * Cost in micro-USD of the texts that went out or may have: the receipt's price where there is one, else the
   * estimate.
   */
  readonly costMicros: number;
  readonly createdAt: Date;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

/** A change of state that nobody told yet. */
export interface CampaignChange {
  /** Counts up with each change. */
  readonly version: number;
  readonly state: CampaignState;
  readonly because: Because | null;
  readonly byCode: ReadonlyMap<number, number>;
  readonly at: Date;
}

/** The recipients of one chunk as the ledger has them; positions count from the start of the chunk. */
export interface ChunkStates {
  readonly chunk: number;
  /** One byte each: see `recipientCodes`. */
  readonly codes: Uint8Array;
  /** The number of retries of each. */
  readonly generations: Uint8Array;
}

export interface TakenChunk extends ChunkStates {
  readonly kind: "taken";
  /** Fences the chunk: `begin` by an older token does nothing. */
  readonly token: number;
}

export type Begun =
  /** Recipients that may be sent to now. `waitMs`: how long the campaign's rate holds back the rest. */
  | { readonly kind: "begun"; readonly positions: readonly number[]; readonly waitMs: number }
  /** The chunk is another worker's, or the campaign does not run: nothing began. */
  | { readonly kind: "stop" };

/** The end of one recipient's text. */
export interface RecipientEnd {
  /** Position in the audience, from 0. */
  readonly index: number;
  readonly generation: number;
  readonly code: number;
  /** Price of the text, micro-USD; none where it has none. */
  readonly estimatedMicros?: number | undefined;
  /** The provider's own price, where a receipt told it. */
  readonly actualMicros?: number | undefined;
}

/** A patch of what a person may change. */
export interface CampaignPatch {
  /** The others stay as they are, though somebody else changes them at the same time. */
  readonly terms?: CampaignTerms | undefined;
}

export const chunkSize = 500;

/**
 * The ledger of campaigns: for each recipient one byte that says in which column it is counted, and the counters. Every
 * method is one atomic step that moves both, so their sum is the total at every instant; each is safe to repeat. Steps
 * that end the last open recipient of a running or paused campaign finish it. Rejects with `JournalUnavailable` while the
 * store is away; the step may have been applied.
 */
export interface CampaignLedger {
  /** Makes a campaign, `checked`, whose recipients all wait. One of this id that exists stays as it is: "known". */
  create(campaign: NewCampaign): Promise<"created" | "known">;
  read(id: string): Promise<CampaignRecord | undefined>;
  /** Ids, newest first, beginning behind `after`; empty where no campaign has that id. */
  list(after: string | undefined, limit: number): Promise<readonly string[]>;
  /** Ids of campaigns that have work, or changes to tell; one that nobody started yet has neither. */
  active(): Promise<readonly string[]>;
  /**
   * Takes a campaign without work off the active ones. A campaign that is not over, or goes on meanwhile, stays active.
   */
  rest(id: string): Promise<void>;
  /** Changes the state where it is one of `from`; answers whether it did. */
  change(
    id: string,
    from: readonly CampaignState[],
    to: CampaignState,
    because: Because | null,
    patch?: CampaignPatch,
  ): Promise<boolean>;
  /** The oldest change that nobody told; `told` removes it. */
  untold(id: string): Promise<CampaignChange | undefined>;
  told(id: string, version: number): Promise<void>;
  /** Leases a chunk of a running campaign that has waiting recipients and is due; undefined where there is none. */
  take(id: string, leaseMs: number): Promise<TakenChunk | undefined>;
  /**
   * Waiting → sending for these positions, as many as the campaign's rate allows; not for one that was retried since the
   * chunk was taken. `variants`: the place of each one's variant, undefined for the campaign's own text.
   */
  begin(
    id: string,
    chunk: Pick<TakenChunk, "chunk" | "generations" | "token">,
    positions: readonly number[],
    variants: readonly (number | undefined)[],
  ): Promise<Begun>;
  /**
   * Ends the lease; waiting recipients of the chunk are due again after `dueMs`, or earlier, as those that were put back or
   * retried during the lease are. Undefined: no others wait.
   */
  leave(id: string, chunk: Pick<TakenChunk, "chunk" | "token">, dueMs: number | undefined): Promise<void>;
  /** Says that these chunks still have recipients in work, so that nobody takes those for left behind. */
  keep(id: string, chunks: readonly number[]): Promise<void>;
  /** A chunk with recipients in work of which nobody said so for `olderMs`; goes to one asker within that time. */
  leftBehind(id: string, olderMs: number): Promise<ChunkStates | undefined>;
  /** Sending → waiting, due after `dueMs`: surely not sent. */
  putBack(id: string, index: number, generation: number, dueMs: number): Promise<void>;
  /**
   * Counts ends. An end of another generation, or one that says less than what is counted, changes nothing. Pauses a
   * running campaign whose failures pass what it bears.
   */
  end(id: string, ends: readonly RecipientEnd[]): Promise<void>;
  /** Counts that a recipient who was texted opted out, once; pauses a running campaign that cannot bear more. */
  optedOut(id: string, index: number): Promise<void>;
  /** Ends all that wait with this byte; many steps, each whole, so that a campaign of a million blocks nobody. */
  endWaiting(id: string, code: number): Promise<void>;
  /**
   * Makes recipients with these bytes wait again, in a new generation, step by step; answers how many. None once the campaign
   * is cancelled.
   */
  retry(id: string, codes: readonly number[]): Promise<number>;
  /** The bytes from a position on. */
  codes(id: string, from: number, length: number): Promise<ChunkStates>;
}
