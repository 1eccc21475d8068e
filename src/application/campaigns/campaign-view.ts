import { type CampaignCounts, countsOf, reasonCountsOf } from "../../domain/campaign/campaign-counts.js";
import type { CampaignWindow } from "../../domain/campaign/campaign-terms.js";
import type { Money } from "../../domain/decision/send-plan.js";
import type { CampaignRecord } from "../ports/campaign-ledger.js";

/** A campaign as it is shown: no number, and no text. */
export interface CampaignView {
  readonly campaignId: string;
  readonly name: string;
  readonly state: CampaignRecord["state"];
  readonly because: string | null;
  readonly cause: string | null;
  readonly counts: CampaignCounts;
  /** Cost of the texts that went out or may have. */
  readonly cost: Money;
  readonly reasons: Readonly<Record<string, number>>;
  readonly variants: readonly { readonly name: string; readonly share: number; readonly counts: CampaignCounts }[];
  readonly uploadId: string;
  readonly hash: string;
  readonly template: string | null;
  readonly class: string;
  readonly weight: number;
  readonly rate: number | null;
  readonly budgetMicros: number | null;
  readonly window: CampaignWindow | null;
  readonly startAt: string | null;
  readonly endAt: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export const campaignView = (record: CampaignRecord): CampaignView => {
  const { because, byCode, byVariant, costMicros, createdAt, definition, endedAt, startedAt, state, terms } = record;
  return {
    ...{ campaignId: definition.campaignId, name: definition.name, state },
    ...{ because: because?.detail ?? null, cause: because?.kind ?? null },
    ...{ counts: countsOf(byCode), reasons: reasonCountsOf(byCode) },
    cost: { micros: costMicros, currency: "USD" },
    variants: definition.variants.map(({ name, share }, place) => ({
      ...{ name, share },
      counts: countsOf(byVariant.get(place) ?? new Map<number, number>()),
    })),
    ...{ uploadId: definition.uploadId, hash: definition.hash, template: definition.template ?? null },
    ...{ class: definition.class, weight: definition.weight, rate: definition.rate ?? null },
    window: definition.window ?? null,
    ...{ budgetMicros: terms.budgetMicros ?? null, startAt: terms.startAt ?? null, endAt: terms.endAt ?? null },
    createdAt: createdAt.toISOString(),
    ...{ startedAt: startedAt?.toISOString() ?? null, endedAt: endedAt?.toISOString() ?? null },
  };
};
