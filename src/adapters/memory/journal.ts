import type { Clock } from "../../application/ports/clock.js";
import type { Journal, MessageNote, RecordedOutcome } from "../../application/ports/journal.js";
import type { Schedule } from "../../application/ports/schedule.js";
import { againStep } from "../../domain/journal/again-step.js";
import { announcedStep } from "../../domain/journal/announced-step.js";
import { eraseStep } from "../../domain/journal/erase-step.js";
import {
  isEnded,
  isGone,
  type JournalRecord,
  remember,
  type Stepped,
  shownState,
} from "../../domain/journal/journal-record.js";
import { markStep } from "../../domain/journal/mark-step.js";
import { openStep } from "../../domain/journal/open-step.js";
import { parkStep } from "../../domain/journal/park-step.js";
import { receiveStep } from "../../domain/journal/receive-step.js";
import { resolveStep } from "../../domain/journal/resolve-step.js";
import { settleStep } from "../../domain/journal/settle-step.js";
import { unmarkStep } from "../../domain/journal/unmark-step.js";
import { createMemorySchedule } from "./schedule.js";

interface MemoryJournalNeeds {
  readonly clock: Clock;
  /** A message is remembered this long after the latest of now, its event and its due. */
  readonly ttlMs: number;
  readonly parkedBytesCap?: number | undefined;
  /** Beyond it, messages that ended are forgotten before their time. */
  readonly recordsCap?: number | undefined;
}

/** Data kept with a record that decides nothing. */
interface Beside {
  readonly answer: string;
  readonly note: MessageNote | undefined;
  readonly outcome: RecordedOutcome | undefined;
}

interface Kept extends Beside {
  readonly record: JournalRecord;
}

const nothingBeside: Beside = { answer: "", note: undefined, outcome: undefined };
const mebibyte = 2 ** 20;
/** Old records looked at for each new one: the whole journal is gone through in half the time in which it fills. */
const sweep = 2;

/** The journal and the schedule of a process on its own: forgotten at its end, so a restart may send again. */
export const createMemoryJournal = ({
  clock,
  ttlMs,
  parkedBytesCap = 64 * mebibyte,
  recordsCap = 100_000,
}: MemoryJournalNeeds): { readonly journal: Journal; readonly schedule: Schedule } => {
  const messages = new Map<string, Kept>();
  const schedule = createMemorySchedule(clock, parkedBytesCap);
  let asked = 0;
  /** The only process there is. */
  const asker = "memory";

  const sweepOldest = (now: number): void => {
    for (const [id, kept] of take(messages, sweep)) {
      messages.delete(id);
      const { state } = kept.record;
      const dropped =
        isGone(kept.record, now) || (messages.size >= recordsCap && isEnded(state) && state !== "in-doubt");
      if (!dropped) messages.set(id, kept);
    }
  };

  const find = (id: string, now: number): Kept | undefined => {
    const kept = messages.get(id);
    if (kept === undefined || !isGone(kept.record, now)) return kept;
    messages.delete(id);
    return undefined;
  };

  /** Takes one step; where it changes the record, `beside` changes with it. */
  const apply = <Answer>(
    id: string,
    step: (record: JournalRecord | undefined, now: number) => Stepped<Answer>,
    beside: Partial<Beside> = {},
  ): { readonly answer: Answer; readonly changed: boolean; readonly kept: Kept | undefined } => {
    const now = clock.now().getTime();
    const known = find(id, now);
    const { record, answer } = step(known?.record, now);
    if (record === undefined || record === known?.record) return { answer, changed: false, kept: known };
    const kept = { ...nothingBeside, ...known, ...beside, record: remember(record, ttlMs, now) };
    if (known === undefined) sweepOldest(now);
    messages.set(id, kept);
    return { answer, changed: true, kept };
  };

  const doubtful = (now: number) =>
    [...messages]
      .filter(([, { record }]) => record.state === "in-doubt" && !isGone(record, now))
      .map(([messageId, { record }]) => ({ messageId, since: new Date(record.timeline.at(-1)!.at) }))
      .sort((a, b) => a.since.getTime() - b.since.getTime());

  const journal: Journal = {
    receive: async (id, digest, answer, note) => {
      const beside = find(id, clock.now().getTime()) === undefined ? { answer, note } : { answer };
      const received = apply(id, (record, now) => receiveStep(record, { digest }, now), beside);
      if (received.answer.kind !== "repeated") return received.answer;
      return { ...received.answer, answer: received.kept!.answer };
    },

    open: async (id, source, policy, leaseMs, keepUntil, payload = "") => {
      asked += 1;
      const opening = { source, policy, leaseMs, keepUntil: keepUntil.getTime(), asker, asked, payload, dead: "" };
      const { answer, kept } = apply(id, (record, now) => openStep(record, opening, now));
      if (answer.kind === "busy") return { kind: "busy", ms: answer.ms };
      if (answer.kind !== "settled") return answer;
      const { state, told } = answer;
      if (kept?.outcome === undefined) return { kind: "unreadable" };
      return { kind: "settled", state, outcome: kept.outcome, ...(told === "yes" ? { announced: true } : {}) };
    },

    mark: async (id, token, attempt, leaseMs) =>
      apply(id, (record, now) => markStep(record, { token, attempt, asker, leaseMs }, now)).answer,
    unmark: async (id, token, attempt) =>
      apply(id, (record, now) => unmarkStep(record, { token, attempt, asker }, now)).answer,
    again: async (id, token, attempt) =>
      apply(id, (record, now) => againStep(record, { token, attempt, asker }, now)).answer,

    settle: async (id, token, end, outcome) => {
      const { answer } = apply(id, (record, now) => settleStep(record, { token, asker, end }, now), {
        outcome,
        note: undefined,
      });
      if (answer === "refused")
        throw new Error(`A text of ${id} may have gone out: it cannot fail any more, settle it as in doubt`);
      return answer;
    },

    erase: async (id) => apply(id, eraseStep, { answer: "", note: undefined, outcome: undefined }).answer,

    announced: async (id, end) => {
      apply(id, (record) => announcedStep(record, { end }));
    },

    park: async (id, token, at, body, note) => {
      const due = at.getTime();
      const fits = schedule.fits(id, body);
      const { answer, changed } = apply(id, (record, now) => parkStep(record, { token, asker, due, fits }, now), {
        note,
      });
      if (changed) schedule.put(id, note.class, due, body);
      return answer;
    },

    read: async (id) => {
      const kept = find(id, clock.now().getTime());
      if (kept === undefined) return undefined;
      const { record, outcome, note } = kept;
      const timeline = record.timeline.map(({ at, state }) => ({ at: new Date(at), state }));
      const { attempts, sends } = record;
      return { messageId: id, state: shownState(record), attempts, sends, timeline, outcome, note };
    },

    inDoubt: async (limit) => doubtful(clock.now().getTime()).slice(0, limit),
    inDoubtCount: async () => doubtful(clock.now().getTime()).length,

    resolve: async (id, end, outcome) =>
      apply(id, (record, now) => resolveStep(record, { end }, now), { outcome }).answer,

    born: async () => undefined,
    stamp: () => undefined,
    knows: async () => true,
    acceptLoss: async () => undefined,
  };
  return { journal, schedule };
};

const take = <Key, Value>(map: ReadonlyMap<Key, Value>, count: number): readonly (readonly [Key, Value])[] => {
  const taken: (readonly [Key, Value])[] = [];
  for (const entry of map) {
    if (taken.length === count) break;
    taken.push(entry);
  }
  return taken;
};
