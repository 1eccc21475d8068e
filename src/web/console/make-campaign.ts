import type { Campaign } from "./answers.js";
import { ask, Refused } from "./ask.js";

const mostOfOneName = 50;

/** `Summer sale 26!` becomes `summer-sale-26`, its second campaign `summer-sale-26-2`. */
const idOf = (name: string, n: number): string => {
  const word = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\w.]+/gu, "-")
    .replace(/^-+|-+$/gu, "")
    .slice(0, 60);
  return `${word === "" ? "campaign" : word}${n === 1 ? "" : `-${n}`}`;
};

/**
 * Makes a campaign of a checked file, and answers its id. An id that another file's campaign has gets a number behind
 * it; the same file again opens the campaign that was made of it.
 */
export const makeCampaign = async (name: string, uploadId: string, more: object): Promise<string> => {
  for (let n = 1; n <= mostOfOneName; n += 1) {
    const campaignId = idOf(name, n);
    const made = await ask<Campaign>("POST", "../v1/campaigns", { ...more, campaignId, name, uploadId });
    if (made.uploadId === uploadId) return campaignId;
  }
  throw new Refused(409, "campaign-state", `There are ${mostOfOneName} campaigns of this name; choose another one`);
};
