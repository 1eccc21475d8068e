import type { CampaignRecord } from "../ports/campaign-ledger.js";

/** The template of a campaign that is another one than at the start; undefined: all are as they were. */
export const changedTemplate = (
  { definition: { template, variants }, terms }: CampaignRecord,
  versionOf: (template: string) => string | undefined,
): string | undefined =>
  [template, ...variants.map((one) => one.template)].find((name) => {
    const pinned = name === undefined ? undefined : terms.versions?.[name];
    return pinned !== undefined && name !== undefined && pinned !== versionOf(name);
  });
