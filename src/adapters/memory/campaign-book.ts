import type { CampaignChange, NewCampaign } from "../../application/ports/campaign-ledger.js";
import type { Because, CampaignState } from "../../domain/campaign/campaign-state.js";
import type { CampaignTerms } from "../../domain/campaign/campaign-terms.js";
import { recipientCodes } from "../../domain/campaign/recipient-code.js";

/** One campaign of the memory ledger; `move` alone changes bytes, so that counters follow them. */
export class CampaignBook {
  readonly campaign: NewCampaign;
  readonly createdAt: Date;
  readonly codes: Uint8Array;
  readonly generations: Uint8Array;
  /** Place of the variant + 1; 0 where it is not known yet. */
  readonly variants: Uint8Array;
  readonly byCode = new Map<number, number>();
  readonly byVariant = new Map<number, Map<number, number>>();
  /** Chunk → when it is due. */
  readonly work = new Map<number, number>();
  /** Chunk → when the first of those is due that were put back, or retried, since it was taken. */
  readonly back = new Map<number, number>();
  /** Chunk → last word of it. */
  readonly flying = new Map<number, number>();
  readonly tokens = new Map<number, number>();
  readonly changes: CampaignChange[] = [];
  readonly failures = new Map<number, number>();
  readonly stops = new Map<number, number>();
  terms: CampaignTerms;
  state: CampaignState = "checked";
  because: Because | null = null;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  ended = 0;
  costMicros = 0;
  rounds = 0;
  bucket: { readonly tokens: number; readonly at: number } | undefined;
  #version = 0;

  constructor(campaign: NewCampaign, at: Date) {
    this.campaign = campaign;
    this.terms = campaign.terms;
    this.createdAt = at;
    this.codes = new Uint8Array(campaign.total);
    this.generations = new Uint8Array(campaign.total);
    this.variants = new Uint8Array(campaign.total);
    this.byCode.set(recipientCodes.waiting, campaign.total);
  }

  #count(variant: number, code: number, change: number): void {
    this.byCode.set(code, (this.byCode.get(code) ?? 0) + change);
    if (variant === 0) return;
    const counts = this.byVariant.get(variant - 1) ?? new Map<number, number>();
    this.byVariant.set(variant - 1, counts.set(code, (counts.get(code) ?? 0) + change));
  }

  move(index: number, to: number): void {
    const variant = this.variants[index]!;
    this.#count(variant, this.codes[index]!, -1);
    this.#count(variant, to, 1);
    this.codes[index] = to;
  }

  setVariant(index: number, variant: number): void {
    if (this.variants[index] !== 0) return;
    this.variants[index] = variant;
    const counts = this.byVariant.get(variant - 1) ?? new Map<number, number>();
    const code = this.codes[index]!;
    this.byVariant.set(variant - 1, counts.set(code, (counts.get(code) ?? 0) + 1));
  }

  has(code: number): boolean {
    return (this.byCode.get(code) ?? 0) > 0;
  }

  changeTo(state: CampaignState, because: Because | null, at: Date): void {
    this.state = state;
    this.because = because;
    this.#version += 1;
    this.changes.push({ version: this.#version, state, because, byCode: new Map(this.byCode), at });
  }
}
