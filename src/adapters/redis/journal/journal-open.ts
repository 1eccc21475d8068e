import type { OpenAnswer, RecordedOutcome, Source } from "../../../application/ports/journal.js";
import type { EndState } from "../../../domain/journal/message-state.js";
import type { CrashPolicy } from "../../../domain/message-class.js";
import type { Step, StepAnswer } from "./batched-steps.js";
import { shardOf } from "./shards.js";

/** One request for a claim. */
interface OpenAsk {
  readonly id: string;
  readonly source: Source;
  readonly policy: CrashPolicy;
  readonly leaseMs: number;
  readonly keepUntil: Date;
  readonly payload: string;
  /** The process that asks, and the number of its request. */
  readonly asker: string;
  readonly asked: number;
  /** A process that died; empty: none. */
  readonly dead: string;
}

/** The step that claims a message: asked for, and read. It answers `first` where no send of the message ever began. */
export const journalOpen = {
  step: ({ id, source, policy, leaseMs, keepUntil, payload, asker, asked, dead }: OpenAsk): Step => ({
    op: "open",
    tag: shardOf(id),
    keys: [`m:${id}`],
    args: [source, policy, String(leaseMs), String(keepUntil.getTime()), asker, String(asked), payload, dead],
    // A duplicate of a message that waits is complete: nobody else will bring it again.
    promises: "parked",
  }),
  answer: ([kind, ...values]: StepAnswer, openOutcome: (sealed: Buffer) => RecordedOutcome | undefined): OpenAnswer => {
    const [a, b, c] = values as number[];
    switch (kind) {
      case "first":
      case "go":
        return { kind: "go", token: a!, sends: b!, attempts: c! };
      case "busy":
        return { kind, ms: a! };
      case "parked":
      case "conflict":
        return { kind };
      case "settled": {
        const outcome = openOutcome(values[1] as Buffer);
        const told = String(values[2]);
        const announced = told === "yes" ? { announced: true as const } : {};
        const telling = told === "perhaps" ? { telling: true as const } : {};
        return outcome === undefined
          ? { kind: "unreadable" }
          : { kind, state: values[0] as EndState, outcome, ...announced, ...telling };
      }
      case "in-doubt":
        return { kind, token: a!, attempts: b! };
      default:
        return { kind: "unreadable" };
    }
  },
};
