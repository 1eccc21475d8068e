import { isOver } from "../../domain/campaign/campaign-state.js";
import { pauseWords } from "../../domain/campaign/pause-words.js";
import { codeOfEnd, recipientCodes } from "../../domain/campaign/recipient-code.js";
import type { Audiences } from "../ports/audiences.js";
import type { CampaignLedger, CampaignRecord } from "../ports/campaign-ledger.js";
import type { Clock } from "../ports/clock.js";
import { changedTemplate } from "./changed-template.js";
import type { TellChanges } from "./tell-changes.js";

interface SettleNeeds {
  readonly audiences: Pick<Audiences, "keepFor">;
  readonly campaignLedger: CampaignLedger;
  readonly clock: Pick<Clock, "now">;
  readonly tellChanges: TellChanges;
  /** Versions of templates as they are now. */
  readonly versionOf: (template: string) => string | undefined;
}

/** Does what the time and the state of a campaign ask for, tells its changes, and puts one that is over to rest. */
export type SettleCampaign = (id: string, record: CampaignRecord) => Promise<void>;

const keepEndedMs = 7 * 86_400_000;

export const createSettleCampaign =
  ({ audiences, campaignLedger, clock, tellChanges, versionOf }: SettleNeeds): SettleCampaign =>
  async (id, record) => {
    const { state, terms } = record;
    const now = clock.now().getTime();
    if (state === "scheduled" && (terms.startAt === undefined || Date.parse(terms.startAt) <= now))
      await campaignLedger.change(id, ["scheduled"], "running", pauseWords.begun());
    const open = (record.byCode.get(recipientCodes.waiting) ?? 0) > 0;
    const late = terms.endAt !== undefined && Date.parse(terms.endAt) <= now;
    if (late && open && (state === "running" || state === "paused" || state === "scheduled"))
      await campaignLedger.endWaiting(id, codeOfEnd("failed", "deadline-passed"));
    if (state === "cancelled" && open) await campaignLedger.endWaiting(id, recipientCodes.cancelled);
    const changed = state === "running" ? changedTemplate(record, versionOf) : undefined;
    if (changed !== undefined) await campaignLedger.change(id, ["running"], "paused", pauseWords.template(changed));
    await tellChanges(id, record);
    if (!isOver(state) || record.endedAt === undefined || (await campaignLedger.untold(id)) !== undefined) return;
    await audiences.keepFor(record.definition.uploadId, keepEndedMs);
    await campaignLedger.rest(id);
  };
