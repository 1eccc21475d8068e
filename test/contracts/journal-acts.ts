import type { Source } from "../../src/application/ports/journal.js";
import type { CrashPolicy } from "../../src/domain/message-class.js";
import type { MessageState } from "../../src/domain/journal/message-state.js";
import { aNote, anId, anOutcome, type JournalStage } from "./journal-stage.js";

export const leaseMs = 10_000;
export const here = "orders/0/7";
export const elsewhere = "orders/0/8";
/** Long ago: the record lives from now. */
export const now = new Date(0);

/** Steps with what most tests do not care about filled in; `stage` is asked anew for each. */
export const journalActs = (stage: () => JournalStage) => {
  const acts = {
    stage,
    open: (id: string, source: Source = here, policy: CrashPolicy = "resend-once") =>
      stage().journal.open(id, source, policy, leaseMs, now),
    mark: (id: string, token: number, attempt = 1) => stage().journal.mark(id, token, attempt, leaseMs),
    settle: (id: string, token: number, state: "sent" | "failed" | "in-doubt", text: string = state) =>
      stage().journal.settle(id, token, state, anOutcome(text)),
    park: (id: string, token: number, inMs = 60_000, body = "body") =>
      stage().journal.park(id, token, new Date(stage().now() + inMs), Buffer.from(body), aNote),
    statesOf: async (id: string): Promise<readonly MessageState[] | undefined> =>
      (await stage().journal.read(id))?.timeline.map(({ state }) => state),
    /** A message that ended in doubt. */
    doubt: async (): Promise<string> => {
      const id = anId();
      await acts.open(id, here, "never-resend");
      await acts.mark(id, 1);
      await acts.settle(id, 1, "in-doubt");
      return id;
    },
  };
  return acts;
};

export type JournalActs = ReturnType<typeof journalActs>;
