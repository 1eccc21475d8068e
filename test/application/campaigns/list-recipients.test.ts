import { describe, expect, test } from "vitest";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { createListRecipients } from "../../../src/application/campaigns/list-recipients.js";
import type { AudienceRow } from "../../../src/application/ports/audiences.js";
import type { CampaignRecord } from "../../../src/application/ports/campaign-ledger.js";
import { recipientCodes } from "../../../src/domain/campaign/recipient-code.js";

const total = 5_000;
/** One person of ten chunks failed, and everybody else was sent a text. */
const failedIndex = 3_210;

const openList = () => {
  const chunksRead: number[] = [];
  const codes = Array.from({ length: total }, (_, at) => (at === failedIndex ? 33 : recipientCodes.sent));
  const listRecipients = createListRecipients({
    hashes: createHashes(Buffer.alloc(32)),
    campaignLedger: {
      read: async () => ({ total, definition: { uploadId: "u" } }) as CampaignRecord,
      codes: async (_id, from, length) => ({ codes: codes.slice(from, from + length), generations: [] }) as never,
    },
    audiences: {
      chunk: async (_id, chunk) => {
        chunksRead.push(chunk);
        return Array.from({ length: 500 }, (_, at) => ({
          to: `+4474001${50_000 + chunk * 500 + at}`,
        })) as AudienceRow[];
      },
    },
  });
  return { chunksRead, listRecipients };
};

describe("the recipients of a campaign", () => {
  test("who are few of many are found without the rows of all others", async () => {
    const { chunksRead, listRecipients } = openList();
    const found = await listRecipients("c", { state: "failed" }, 0, 100);
    expect(found).toMatchObject({
      recipients: [{ index: failedIndex, state: "failed", reason: "gateway-unavailable" }],
      next: undefined,
    });
    expect(chunksRead).toEqual([6]);
  });

  test("nobody is looked for: no rows are read", async () => {
    const { chunksRead, listRecipients } = openList();
    expect(await listRecipients("c", { state: "waiting" }, 0, 100)).toEqual({ recipients: [], next: undefined });
    expect(chunksRead).toEqual([]);
  });

  test("come in pages that follow each other, each person once", async () => {
    const { listRecipients } = openList();
    const all: number[] = [];
    for (let from: number | undefined = 0; from !== undefined; ) {
      const page: Awaited<ReturnType<typeof listRecipients>> = await listRecipients("c", { state: "sent" }, from, 700);
      all.push(...page!.recipients.map(({ index }) => index));
      from = page!.next;
    }
    expect(all).toEqual(Array.from({ length: total }, (_, at) => at).filter((at) => at !== failedIndex));
  });
});
