import type { Clock } from "../../application/ports/clock.js";
import type { Journal } from "../../application/ports/journal.js";
import type { Schedule } from "../../application/ports/schedule.js";
import {
  attemptOf,
  enter,
  entryOf,
  freshRecord,
  isEnded,
  type JournalRecord,
  openRecord,
  settling,
} from "./journal-record.js";
import { createMemorySchedule } from "./schedule.js";

interface MemoryJournalNeeds {
  readonly clock: Clock;
  /** How long a message is remembered after the latest of now, its event and its due. */
  readonly ttlMs: number;
  readonly parkedBytesCap?: number | undefined;
  /** Beyond it, messages that ended are forgotten before their time. */
  readonly recordsCap?: number | undefined;
}

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
  const records = new Map<string, JournalRecord>();
  const schedule = createMemorySchedule(clock, parkedBytesCap);

  const forgotten = (record: JournalRecord, now: number): boolean => now > record.goneAt;

  const sweepOldest = (now: number): void => {
    for (const [id, record] of [...take(records, sweep)]) {
      records.delete(id);
      const dropped =
        forgotten(record, now) || (records.size >= recordsCap && isEnded(record.state) && record.state !== "in-doubt");
      if (!dropped) records.set(id, record);
    }
  };

  const find = (id: string, now: number): JournalRecord | undefined => {
    const record = records.get(id);
    if (record === undefined || !forgotten(record, now)) return record;
    records.delete(id);
    return undefined;
  };

  const keep = (id: string, record: JournalRecord, now: number): void => {
    record.goneAt = Math.max(now, record.keepUntil) + ttlMs;
    if (!records.has(id)) sweepOldest(now);
    records.set(id, record);
  };

  const doubtful = (now: number) =>
    [...records]
      .filter(([, record]) => record.state === "in-doubt" && !forgotten(record, now))
      .map(([messageId, record]) => ({ messageId, since: record.timeline.at(-1)!.at }))
      .sort((a, b) => a.since.getTime() - b.since.getTime());

  const journal: Journal = {
    receive: async (id, digest, answer, note) => {
      const now = clock.now().getTime();
      const known = find(id, now);
      if (known === undefined) {
        const record = { ...freshRecord(), digest, answer, note };
        enter(record, "received", now);
        keep(id, record, now);
        return { kind: "new" };
      }
      if (known.digest === undefined) {
        Object.assign(known, { digest, answer });
        keep(id, known, now);
      }
      if (known.digest !== digest) return { kind: "conflict" };
      return { kind: "repeated", answer: known.answer, published: known.state !== "received" };
    },

    open: async (id, source, policy, leaseMs, keepUntil) => {
      const now = clock.now().getTime();
      const record = find(id, now) ?? freshRecord();
      const answer = openRecord(record, { source, policy, leaseMs }, now);
      if (answer.kind !== "go" && answer.kind !== "in-doubt") return answer;
      record.keepUntil = Math.max(record.keepUntil, keepUntil.getTime());
      keep(id, record, now);
      return answer;
    },

    mark: async (id, token, attempt, leaseMs) => {
      const now = clock.now().getTime();
      const record = find(id, now);
      if (record === undefined || record.token !== token) return "stale";
      const first = record.state === "open" && attempt > record.attempts && record.sends < 2;
      if (!first && attemptOf(record, token, attempt) !== "now") return "stale";
      if (first) {
        record.sends += 1;
        record.attempts = attempt;
        enter(record, "sending", now);
      }
      record.leaseUntil = now + leaseMs;
      keep(id, record, now);
      return "ok";
    },

    unmark: async (id, token, attempt) => {
      const now = clock.now().getTime();
      const record = find(id, now);
      if (record === undefined) return "stale";
      const which = attemptOf(record, token, attempt);
      if (which === "now") {
        record.sends -= 1;
        enter(record, "open", now);
        keep(id, record, now);
      }
      return which === "stale" ? "stale" : "ok";
    },

    again: async (id, token, attempt) => {
      const now = clock.now().getTime();
      const record = find(id, now);
      if (record === undefined) return "stale";
      if (record.token === token && record.attempts === attempt && record.state === "doubting") return "in-doubt";
      const which = attemptOf(record, token, attempt);
      if (which === "stale") return "stale";
      if (which === "before") return "again";
      const resend = record.policy === "resend-once" && record.sends < 2;
      enter(record, resend ? "open" : "doubting", now);
      keep(id, record, now);
      return resend ? "again" : "in-doubt";
    },

    settle: async (id, token, state, outcome) => {
      const now = clock.now().getTime();
      const record = find(id, now);
      if (record === undefined) return "stale";
      const which = settling(record, token, state);
      switch (which) {
        case "misuse":
          throw new Error(`A text of ${id} may have gone out: it cannot fail any more, settle it as in doubt`);
        case "end":
          Object.assign(record, { outcome, note: undefined, endedBy: token });
          enter(record, state, now);
          keep(id, record, now);
          return "written";
        case "repeated":
          return "written";
        case "double":
        case "stale":
          return which;
      }
    },

    park: async (id, token, due, body, note) => {
      const now = clock.now().getTime();
      const record = find(id, now);
      if (record === undefined || record.token !== token) return "stale";
      if (record.state === "deferred") return record.due === due.getTime() ? "parked" : "stale";
      if (record.state !== "open") return "stale";
      if (!schedule.put(id, due.getTime(), body)) return "full";
      Object.assign(record, { due: due.getTime(), note, keepUntil: Math.max(record.keepUntil, due.getTime()) });
      enter(record, "deferred", now);
      keep(id, record, now);
      return "parked";
    },

    read: async (id) => {
      const record = find(id, clock.now().getTime());
      return record === undefined ? undefined : entryOf(id, record);
    },

    inDoubt: async (limit) => doubtful(clock.now().getTime()).slice(0, limit),
    inDoubtCount: async () => doubtful(clock.now().getTime()).length,

    resolve: async (id, state, outcome) => {
      const now = clock.now().getTime();
      const record = find(id, now);
      if (record?.state === state && record.endedBy === "resolve") return "written";
      if (record?.state !== "in-doubt") return "not-in-doubt";
      Object.assign(record, { outcome, endedBy: "resolve" });
      enter(record, state, now);
      keep(id, record, now);
      return "written";
    },

    born: async () => undefined,
    knows: async () => true,
    acceptLoss: async () => undefined,
  };
  return { journal, schedule };
};

function* take<Key, Value>(map: Map<Key, Value>, count: number): Generator<[Key, Value]> {
  let left = count;
  for (const entry of map) {
    if (left === 0) return;
    left -= 1;
    yield entry;
  }
}
