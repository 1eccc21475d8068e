import { countsOf } from "../../domain/campaign/campaign-counts.js";
import type { CampaignLedger } from "../ports/campaign-ledger.js";

/** Recipients of every campaign at work, by column. */
export const countCampaigns = async (
  ledger: Pick<CampaignLedger, "active" | "read">,
): Promise<Readonly<Record<string, number>>> => {
  const sum = new Map<number, number>();
  for (const id of await ledger.active())
    for (const [code, count] of (await ledger.read(id))?.byCode ?? []) sum.set(code, (sum.get(code) ?? 0) + count);
  const { total: _, ...columns } = countsOf(sum);
  return columns;
};
