import type { Campaign, CampaignCounts, CampaignRecipient } from "./answers.js";

type CampaignColumn = CampaignRecipient["state"];

/** Columns in the order of a text's way: each recipient is in exactly one. */
export const columns: readonly CampaignColumn[] = [
  ...(["delivered", "sent", "sending", "waiting", "inDoubt", "undelivered", "failed", "refused", "cancelled"] as const),
];

/** The columns' names for a person, and the tone of each. */
export const columnWords: Readonly<Record<CampaignColumn, readonly [name: string, tone: string]>> = {
  delivered: ["delivered", "good"],
  sent: ["sent", "accent"],
  sending: ["in work", "busy"],
  waiting: ["waiting", "rest"],
  inDoubt: ["in doubt", "warn"],
  undelivered: ["undelivered", "bad"],
  failed: ["failed", "bad"],
  refused: ["refused", "quiet"],
  cancelled: ["cancelled", "quiet"],
};

const stateTones: Readonly<Record<Campaign["state"], string>> = {
  ...{ draft: "", checked: "", scheduled: "accent", running: "accent" },
  ...{ paused: "warn", finished: "good", cancelled: "" },
};
export const stateTone = (state: Campaign["state"]): string => stateTones[state];

/** Recipients about whom nothing is left to do. */
export const endedOf = ({ total, waiting, sending }: CampaignCounts): number => total - waiting - sending;

export const shareText = (count: number, total: number): string => {
  const share = total === 0 ? 0 : (count / total) * 100;
  if (count > 0 && share < 1) return "< 1 %";
  return `${count < total ? Math.min(Math.round(share), 99) : 100} %`;
};
