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
    const matches = (code: number): boolean =>
      (state ?? columnOf(code)) === columnOf(code) && (reason ?? reasonOf(code)) === reasonOf(code);
    const recipients: ListedRecipient[] = [];
    for (let start = from; start < record.total; start = (Math.floor(start / chunkSize) + 1) * chunkSize) {
      const chunk = Math.floor(start / chunkSize);
      const { codes, generations } = await campaignLedger.codes(id, chunk * chunkSize, chunkSize);
      const end = Math.min(chunkSize, record.total - chunk * chunkSize);
      const matching: number[] = [];
      for (let position = start - chunk * chunkSize; position < end; position += 1)
        if (matches(codes[position] ?? 0)) matching.push(position);
      // Rows are sealed: those of a chunk in which nobody is looked for stay so.
      const rows = matching.length === 0 ? undefined : await audiences.chunk(record.definition.uploadId, chunk);
      for (const position of matching) {
        const index = chunk * chunkSize + position;
        const code = codes[position] ?? 0;
        if (recipients.length === limit) return { recipients, next: index };
        const row = rows?.[position];
        const to = row?.to ?? null;
        recipients.push({
          index,
          to: to === null ? null : masked(to),
          reference: row?.reference ?? null,
          messageId: to === null ? null : campaignMessageId(hashes, id, to, generations[position] ?? 0),
          state: columnOf(code),
          reason: reasonOf(code),
        });
      }
    }
    return { recipients, next: undefined };
  };
