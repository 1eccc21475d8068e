import { goesOn } from "../../domain/campaign/goes-on.js";
import { recipientCodes } from "../../domain/campaign/recipient-code.js";
import type { Audiences } from "../ports/audiences.js";
import { type CampaignLedger, type CampaignRecord, chunkSize } from "../ports/campaign-ledger.js";
import type { RunRecipients } from "./run-recipients.js";

interface RecoverNeeds {
  readonly audiences: Pick<Audiences, "chunk">;
  readonly campaignLedger: CampaignLedger;
  readonly runRecipients: RunRecipients;
}

/**
 * Ends the texts of one chunk that a dead worker left in work, or puts them back; `stop` ends it behind the one in work.
 * `stopOf`: what ends those of a campaign that goes on, before the gateway is called.
 */
export type RecoverRecipients = (id: string, stop: AbortSignal, stopOf: (id: string) => AbortSignal) => Promise<void>;

const leftBehindMs = 15_000;

export const createRecoverRecipients =
  ({ audiences, campaignLedger, runRecipients }: RecoverNeeds): RecoverRecipients =>
  async (id, stop, stopOf) => {
    const mayStop = (of: CampaignRecord) => (goesOn(of) ? stopOf(id) : new AbortController().signal);
    const left = runRecipients.takeLeft(id);
    const now = left.length > 0 ? await campaignLedger.read(id) : undefined;
    if (now !== undefined)
      await Promise.all(left.map((one) => runRecipients.recover({ ...one, record: now }, mayStop(now))));
    const found = await campaignLedger.leftBehind(id, leftBehindMs);
    const record = found && (await campaignLedger.read(id));
    const rows = record && (await audiences.chunk(record.definition.uploadId, found.chunk));
    if (found === undefined || record === undefined) return;
    // They may be read again by another key; of a campaign that is cancelled nobody waits for that.
    if (rows === undefined && record.state !== "cancelled") return;
    if (runRecipients.chunks.get(id)?.has(found.chunk) === true) return;
    for (const [position, code] of found.codes.entries()) {
      if (stop.aborted) return;
      if (code !== recipientCodes.sending) continue;
      const row = rows?.[position];
      const generation = found.generations[position] ?? 0;
      const index = found.chunk * chunkSize + position;
      if (row === undefined || row.to === null) {
        // Forgotten, or no longer kept, while a worker died over the text: no id leads to it any more.
        await campaignLedger.end(id, [{ index, generation, code: recipientCodes.inDoubt }]);
        continue;
      }
      const run = { record, row: { ...row, to: row.to }, index, generation };
      await runRecipients.recover(run, mayStop(record));
    }
  };
