import type { DeploymentFacts } from "../../domain/decision/deployment-facts.js";
import type { CrashPolicy, MessageClass } from "../../domain/message-class.js";
import { claimTerms } from "./claim-terms.js";
import { conflictOutcome } from "./conflict-outcome.js";
import type { RetryStep } from "./retry-step.js";
import { sleepOrStop } from "./stopped.js";
import type { Message } from "../message/message.js";
import { recordedOutcome } from "../message/recorded-outcome.js";
import type { Clock } from "../ports/clock.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal, OpenAnswer, Source } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";
import type { Delivered } from "./settle-message.js";

interface ClaimNeeds {
  readonly clock: Clock;
  readonly crashPolicy: Readonly<Record<MessageClass, CrashPolicy>>;
  readonly facts: () => Pick<DeploymentFacts, "templates">;
  readonly gateway: string;
  readonly hashes: Hashes;
  readonly journal: Journal;
  readonly log: Log;
  readonly retryStep: RetryStep;
  readonly meters: Meters;
}

export type Claimed =
  /** Ours, to be sent or ended; or ours to be ended as in doubt. */
  | Extract<OpenAnswer, { kind: "go" | "in-doubt" }>
  /** The message had ended before, and its outcome is to be published again; or it waits in the schedule. */
  | { readonly kind: "ended"; readonly delivered: Delivered };

/**
 * Claims a message in the journal; waits while another run owns it. Rejects with `Stopped` when `stop` aborts first,
 * and with permanent errors of the journal. `answered`: the journal's answer, where it was asked already.
 */
export type ClaimMessage = (
  message: Message,
  source: Source,
  stop: AbortSignal,
  answered?: OpenAnswer,
) => Promise<Claimed>;

const longestWaitMs = 1_000;
/** So long is a process waited for that ended the message by the same event and may be telling it: both would tell it. */
const tellingMs = 3_000;
const lookAgainMs = 250;

export const createClaimMessage =
  ({ clock, crashPolicy, facts, gateway, hashes, journal, log, retryStep, meters }: ClaimNeeds): ClaimMessage =>
  async (message, source, stop, answered) => {
    const terms = claimTerms(message, crashPolicy, facts().templates);
    const { id, class: messageClass, policy, openLeaseMs, keepUntil, payload } = terms;
    let looks = tellingMs / lookAgainMs;
    for (let known = answered; ; known = undefined) {
      const opened =
        known ??
        (await retryStep("open", stop, () => journal.open(id, source, policy, openLeaseMs, keepUntil, payload)));
      switch (opened.kind) {
        case "go":
        case "in-doubt":
          return opened;
        case "parked":
          return { kind: "ended", delivered: { kind: "parked" } };
        case "settled": {
          const { announced, outcome, state, telling } = opened;
          const value = recordedOutcome(outcome.event);
          if (telling === undefined || looks === 0)
            return {
              kind: "ended",
              delivered: { kind: "settled", state, ...{ event: outcome.event, value, announced } },
            };
          looks -= 1;
          await sleepOrStop(clock, lookAgainMs, stop);
          break;
        }
        case "conflict": {
          const { event, value } = conflictOutcome({ gateway, hashes }, message, messageClass);
          meters.outcome(messageClass, "failed", "identity-conflict");
          log.warn({ messageId: id, source: value.source }, "another event used this identity; nothing is sent");
          return { kind: "ended", delivered: { kind: "conflict", event } };
        }
        case "unreadable":
          meters.count("unreadable-record");
          return { kind: "ended", delivered: { kind: "unreadable" } };
        case "busy":
          await sleepOrStop(clock, Math.min(opened.ms + 10, longestWaitMs), stop);
      }
    }
  };
