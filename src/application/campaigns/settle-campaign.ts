import { isOver, isStarted } from "../../domain/campaign/campaign-state.js";
import { keepRecipientsMs } from "../../domain/campaign/keep-recipients-ms.js";
import { pauseWords } from "../../domain/campaign/pause-words.js";
import { codeOfEnd, recipientCodes } from "../../domain/campaign/recipient-code.js";
import type { Audiences } from "../ports/audiences.js";
import type { CampaignLedger } from "../ports/campaign-ledger.js";
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
export type SettleCampaign = (id: string) => Promise<void>;

export const createSettleCampaign = (needs: SettleNeeds): SettleCampaign => {
  const { audiences, campaignLedger, clock, tellChanges, versionOf } = needs;

  /** True where another campaign was started with the same recipients and still needs them. */
  const isShared = async (id: string, uploadId: string): Promise<boolean> => {
    for (const other of await campaignLedger.active()) {
      const record = other === id ? undefined : await campaignLedger.read(other);
      if (record?.definition.uploadId === uploadId && isStarted(record.state)) return true;
    }
    return false;
  };

  const letGo = async (id: string, uploadId: string): Promise<void> => {
    if (await isShared(id, uploadId)) return;
    await audiences.keepFor(uploadId, keepRecipientsMs.ended);
    // One that was started in between kept them for its own time just before.
    if (await isShared(id, uploadId)) await audiences.keepFor(uploadId, keepRecipientsMs.started);
  };

  return async (id) => {
    // Before the terms are read: a process that was frozen in between would end it by an end that was moved since.
    const now = clock.now().getTime();
    const record = await campaignLedger.read(id);
    if (record === undefined) return;
    const { state, terms } = record;
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
    await letGo(id, record.definition.uploadId);
    await campaignLedger.rest(id);
  };
};
