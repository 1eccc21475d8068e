import { recordedOutcome } from "../message/recorded-outcome.js";
import { resolvedOutcome } from "../message/resolved-outcome.js";
import type { EndDoubt } from "../money/end-doubt.js";
import type { Clock } from "../ports/clock.js";
import type { PublishOutcome } from "./publish-outcome.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";
import type { Meters } from "../ports/meters.js";

/** `resolved`: written and published. `repeated`: it had ended so before; its outcome is published again. */
export type Resolved = "resolved" | "repeated" | "not-in-doubt" | "unknown-message";

/** Ends a message in doubt by an operator's or a receipt's word; its new outcome goes out as an event. */
export type ResolveDoubt = (id: string, state: "sent" | "failed", proof?: DoubtProof | undefined) => Promise<Resolved>;

/** A receipt's proof that the text went out: the provider's id of it. */
export interface DoubtProof {
  readonly providerMessageId: string;
}

interface ResolveNeeds {
  readonly clock: Clock;
  readonly endDoubt: EndDoubt;
  readonly hashes: Hashes;
  readonly journal: Journal;
  readonly meters: Meters;
  readonly publishOutcome: PublishOutcome;
}

export const createResolveDoubt =
  ({ clock, endDoubt, hashes, journal, meters, publishOutcome }: ResolveNeeds): ResolveDoubt =>
  async (id, state, proof) => {
    const entry = await journal.read(id);
    if (entry === undefined) return "unknown-message";
    if (entry.outcome === undefined) return "not-in-doubt";
    const doubted = { messageId: id, sends: entry.attempts, to: recordedOutcome(entry.outcome.event).to };
    if (entry.state === state) {
      await endDoubt(doubted, state);
      await publishOutcome(entry.outcome.event);
      return "repeated";
    }
    if (entry.state !== "in-doubt") return "not-in-doubt";
    const { event, value } = resolvedOutcome(hashes, entry.outcome.event, state, clock.now(), proof?.providerMessageId);
    const trace = [
      ...entry.outcome.trace,
      {
        rule: proof === undefined ? "operator" : "receipt",
        verdict: "pass",
        observed: `resolved as ${state}`,
        consequence: "no longer in doubt",
      } as const,
    ];
    if ((await journal.resolve(id, state, { event, trace })) === "not-in-doubt") return "not-in-doubt";
    await endDoubt(doubted, state);
    await publishOutcome(event);
    meters.outcome(value.class ?? "unknown", state, state === "failed" ? "gateway-rejected" : null);
    return "resolved";
  };
