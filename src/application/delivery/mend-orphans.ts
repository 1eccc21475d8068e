import { deliveryEnds } from "./delivery-ends.js";
import type { PublishOutcome } from "./publish-outcome.js";
import { outcomeWithoutMessage } from "../message/outcome-without-message.js";
import type { Clock } from "../ports/clock.js";
import type { ErrorLog } from "../ports/error-log.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal, MessageNote } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { Meters } from "../ports/meters.js";
import type { Schedule } from "../ports/schedule.js";

interface MendNeeds {
  readonly clock: Clock;
  readonly errorLog: ErrorLog;
  readonly gateway: string;
  readonly hashes: Hashes;
  readonly journal: Pick<Journal, "open" | "read" | "settle">;
  readonly log: Log;
  readonly meters: Pick<Meters, "count" | "outcome">;
  readonly publishOutcome: PublishOutcome;
  readonly schedule: Pick<Schedule, "giveUp" | "mend">;
}

/** Parked messages whose place in the schedule, or whose body, was lost: nobody would ever wake them. */
export interface MendOrphans {
  /** Looks through what is due, for ever, until `stop` aborts. A message without its place gets it back; one without its body ends. */
  run(stop: AbortSignal): Promise<void>;
  /** Number of orphans that this process found. */
  found(): number;
}

const everyMs = 10_000;
const leaseMs = 20_000;

export const createMendOrphans = (needs: MendNeeds): MendOrphans => {
  const { clock, errorLog, gateway, hashes, journal, log, meters, publishOutcome, schedule } = needs;
  let found = 0;

  /** Its outcome tells what the journal's note knows: the number is masked there, so it is not told. */
  const outcomeOf = (id: string, note: MessageNote | undefined, mayHaveGone: boolean, attempts: number) => {
    const end = mayHaveGone ? deliveryEnds.mayHaveGone(id) : deliveryEnds.lostBody();
    const at = clock.now();
    const nowhere = { topic: "unknown", partition: 0, offset: "0", eventId: null };
    const told = note?.told ?? { source: nowhere, acceptedAt: at.toISOString() };
    const known = { ...told, messageId: id, class: note?.class ?? null, gateway, attempts, ...end };
    return outcomeWithoutMessage(hashes, known, at);
  };

  const end = async (id: string): Promise<void> => {
    const known = await journal.read(id);
    // Nothing says any more whether it ended, or of whom it was.
    if (known === undefined) {
      log.error({ messageId: id }, "a parked message was lost, and so was its record");
      return schedule.giveUp(id);
    }
    const claim = await journal.open(id, "due", "never-resend", leaseMs, clock.now());
    if (claim.kind === "settled") {
      await publishOutcome(claim.outcome.event);
      return schedule.giveUp(id);
    }
    // Another run holds it, or it cannot be read: the next look meets it again.
    if (claim.kind !== "go" && claim.kind !== "in-doubt") return;
    const mayHaveGone = claim.kind === "in-doubt" || claim.sends > 0;
    const { event, value } = outcomeOf(id, known.note, mayHaveGone, claim.attempts);
    const trace = [
      ...(known.note?.trace ?? []),
      { rule: "internal", verdict: "refuse", observed: "its body was lost", consequence: "it is not sent" } as const,
    ];
    const state = mayHaveGone ? "in-doubt" : "failed";
    if ((await journal.settle(id, claim.token, state, { event, trace })) !== "written") return;
    meters.outcome(value.class ?? "unknown", "failed", value.reason);
    log.error({ messageId: id, reason: value.reason }, "a parked message lost its body; it is ended");
    await publishOutcome(event);
    await schedule.giveUp(id);
  };

  const count = (orphans: number): void => {
    found += orphans;
    for (let left = orphans; left > 0; left -= 1) meters.count("orphan");
  };

  const look = async (): Promise<void> => {
    const { misplaced, lost } = await schedule.mend();
    count(misplaced);
    if (misplaced > 0) log.error({ messages: misplaced }, "parked messages had lost their place; they have it again");
    for (const id of lost) {
      count(1);
      await end(id);
    }
  };

  return {
    run: async (stop) => {
      while (!stop.aborted) {
        await look().catch((error: unknown) =>
          errorLog.caught("wake", error, {}, "lost messages are looked for again"),
        );
        await clock.sleep(everyMs, stop);
      }
    },
    found: () => found,
  };
};
