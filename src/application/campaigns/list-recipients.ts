import { columnOf, reasonOf, type RecipientColumn } from "../../domain/campaign/recipient-code.js";
import { masked } from "../../domain/phone/phone-number.js";
import type { Audiences } from "../ports/audiences.js";
import { type CampaignLedger, chunkSize } from "../ports/campaign-ledger.js";
import type { Hashes } from "../ports/hashes.js";
import { campaignMessageId } from "./campaign-message.js";

interface ListNeeds {
  readonly audiences: Pick<Audiences, "chunk">;
  readonly campaignLedger: Pick<CampaignLedger, "codes" | "read">;
  readonly hashes: Hashes;
}

/** One recipient and what became of the text. */
export interface ListedRecipient {
  readonly index: number;
  /** Masked; null where the person was forgotten, or the audience is no longer kept. */
  readonly to: string | null;
  readonly reference: string | null;
  readonly messageId: string | null;
  readonly state: RecipientColumn;
  readonly reason: string | null;
}

export interface RecipientFilter {
  readonly state?: string | undefined;
  readonly reason?: string | undefined;
}

/** Recipients from a place on, chunk by chunk; undefined for an unknown campaign. `next`: the place behind the last one. */
export type ListRecipients = (
  id: string,
  filter: RecipientFilter,
  from: number,
  limit: number,
) => Promise<{ readonly recipients: readonly ListedRecipient[]; readonly next: number | undefined } | undefined>;

export const createListRecipients =
  ({ audiences, campaignLedger, hashes }: ListNeeds): ListRecipients =>
  async (id, { reason, state }, from, limit) => {
    const record = await campaignLedger.read(id);
    if (record === undefined) return undefined;
    const recipients: ListedRecipient[] = [];
    for (let start = from; start < record.total; start = (Math.floor(start / chunkSize) + 1) * chunkSize) {
      const chunk = Math.floor(start / chunkSize);
      const { codes, generations } = await campaignLedger.codes(id, chunk * chunkSize, chunkSize);
      const rows = await audiences.chunk(record.definition.uploadId, chunk);
      for (let index = start; index < Math.min((chunk + 1) * chunkSize, record.total); index += 1) {
        const position = index - chunk * chunkSize;
        const code = codes[position] ?? 0;
        const found = { state: columnOf(code), reason: reasonOf(code) };
        if ((state ?? found.state) !== found.state || (reason ?? found.reason) !== found.reason) continue;
        if (recipients.length === limit) return { recipients, next: index };
        const row = rows?.[position];
        const to = row?.to ?? null;
        recipients.push({
          index,
          to: to === null ? null : masked(to),
          reference: row?.reference ?? null,
          messageId: to === null ? null : campaignMessageId(hashes, id, to, generations[position] ?? 0),
          ...found,
        });
      }
    }
    return { recipients, next: undefined };
  };
