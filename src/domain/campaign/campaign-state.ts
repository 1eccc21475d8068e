/** The life of a campaign. */
export type CampaignState = "draft" | "checked" | "scheduled" | "running" | "paused" | "finished" | "cancelled";

/** A campaign that is over sends nothing by itself; one that finished may be retried. */
export const isOver = (state: CampaignState): boolean => state === "finished" || state === "cancelled";

/** A campaign that was started needs its recipients until it is over. */
export const isStarted = (state: CampaignState): boolean => ["scheduled", "running", "paused"].includes(state);

/** The reason for its state: a word for machines, a sentence for a person. */
export interface Because {
  readonly kind:
    | "person"
    | "start"
    | "failures"
    | "opt-outs"
    | "budget"
    | "spend-limit"
    | "template"
    | "recipients"
    | "end"
    | "done";
  readonly detail: string;
}

/** The commands that a person may give to a campaign. */
export type CampaignCommand = "start" | "pause" | "resume" | "cancel" | "retry-failed";

/** The states in which a command does something; in `after` it was done before, and changes nothing. */
export const commandStates: Readonly<
  Record<CampaignCommand, { readonly from: readonly CampaignState[]; readonly after: readonly CampaignState[] }>
> = {
  start: { from: ["draft", "checked"], after: ["scheduled", "running", "finished"] },
  pause: { from: ["scheduled", "running"], after: ["paused"] },
  resume: { from: ["paused"], after: ["scheduled", "running"] },
  cancel: { from: ["draft", "checked", "scheduled", "running", "paused"], after: ["cancelled"] },
  "retry-failed": { from: ["running", "paused", "finished"], after: [] },
};
