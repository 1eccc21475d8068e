import type { Step } from "./batched-steps.js";
import { shardOf } from "./shards.js";

interface MarkAsk {
  readonly id: string;
  /** Empty: that of the claim in the same call. */
  readonly token: string;
  readonly attempt: number;
  readonly asker: string;
  readonly leaseMs: number;
}

/** The step that writes a send ahead. */
export const journalMark = {
  step: ({ id, token, attempt, asker, leaseMs }: MarkAsk): Step => ({
    op: "mark",
    tag: shardOf(id),
    keys: [`m:${id}`],
    args: [token, String(attempt), asker, String(leaseMs)],
    promises: true,
  }),
};
