import type { CrashPolicy } from "../../domain/message-class.js";
import type {
  JournalEntry,
  MessageNote,
  MessageState,
  OpenAnswer,
  RecordedOutcome,
  Source,
} from "../../application/ports/journal.js";

/** `doubting`: still shown as sending, but nothing may be sent any more; whoever holds the token settles it as in doubt. */
type RecordState = MessageState | "doubting";

/** One message as the memory journal keeps it; instants are milliseconds since 1970. */
export interface JournalRecord {
  state: RecordState;
  token: number;
  source: Source;
  leaseUntil: number;
  policy: CrashPolicy;
  sends: number;
  attempts: number;
  /** The latest of what it was opened and parked for. */
  keepUntil: number;
  goneAt: number;
  due: number | undefined;
  /** The token that wrote the end, or `resolve` for an operator. */
  endedBy: number | "resolve" | undefined;
  digest: string | undefined;
  answer: string;
  note: MessageNote | undefined;
  outcome: RecordedOutcome | undefined;
  timeline: { readonly at: Date; readonly state: MessageState }[];
}

/** A timeline keeps its beginning and its latest entries: a message that backs off for hours must not grow for ever. */
const timelineCap = 32;
const timelineHead = 8;

export const freshRecord = (): JournalRecord => ({
  state: "received",
  token: 0,
  source: "",
  leaseUntil: 0,
  policy: "never-resend",
  sends: 0,
  attempts: 0,
  keepUntil: 0,
  goneAt: 0,
  due: undefined,
  endedBy: undefined,
  digest: undefined,
  answer: "",
  note: undefined,
  outcome: undefined,
  timeline: [],
});

const shown = (state: RecordState): MessageState => (state === "doubting" ? "sending" : state);

/** Moves a record on, and says so in its timeline where others see a difference. */
export const enter = (record: JournalRecord, state: RecordState, now: number): void => {
  record.state = state;
  if (record.timeline.at(-1)?.state === shown(state)) return;
  if (record.timeline.length >= timelineCap) record.timeline.splice(timelineHead, 1);
  record.timeline.push({ at: new Date(now), state: shown(state) });
};

export const entryOf = (messageId: string, record: JournalRecord): JournalEntry => ({
  messageId,
  state: shown(record.state),
  attempts: record.attempts,
  sends: record.sends,
  timeline: [...record.timeline],
  outcome: record.outcome,
  note: record.note,
});

export type Ended = "sent" | "failed" | "in-doubt";

export const isEnded = (state: RecordState): state is Ended =>
  state === "sent" || state === "failed" || state === "in-doubt";

/** Whether one more text may go out. */
const maySend = (record: JournalRecord, policy: CrashPolicy): boolean =>
  record.sends === 0 || (policy === "resend-once" && record.sends < 2);

export interface Opening {
  readonly source: Source;
  readonly policy: CrashPolicy;
  readonly leaseMs: number;
}

/** What `open` answers for a record, which it moves on where the message becomes the caller's. */
export const openRecord = (record: JournalRecord, { source, policy, leaseMs }: Opening, now: number): OpenAnswer => {
  const free = source === record.source || now >= record.leaseUntil;
  const busy = (): OpenAnswer => ({ kind: "busy", ms: record.leaseUntil - now });
  const claim = (): OpenAnswer => {
    const go = maySend(record, policy) && record.state !== "doubting";
    record.token += 1;
    Object.assign(record, { source, policy, leaseUntil: now + leaseMs });
    enter(record, go ? "open" : "doubting", now);
    const { token, sends, attempts } = record;
    return go ? { kind: "go", token, sends, attempts } : { kind: "in-doubt", token, attempts };
  };
  switch (record.state) {
    case "received":
      return claim();
    case "open":
    case "doubting":
      return free ? claim() : busy();
    case "sending":
      return now >= record.leaseUntil ? claim() : busy();
    case "deferred":
      return source === "due" ? claim() : { kind: "parked" };
    case "sent":
    case "failed":
    case "in-doubt":
      return record.outcome === undefined
        ? { kind: "unreadable" }
        : { kind: "settled", state: record.state, outcome: record.outcome };
  }
};

/** Whether the attempt is the one in flight ("now"), was undone before ("before": the step is a repetition), or is another's. */
export const attemptOf = (record: JournalRecord, token: number, attempt: number): "now" | "before" | "stale" => {
  if (record.token !== token || record.attempts !== attempt) return "stale";
  return record.state === "sending" ? "now" : record.state === "open" ? "before" : "stale";
};

/** What `settle` may do: "end" writes, "misuse" is refused. */
export const settling = (
  record: JournalRecord,
  token: number,
  end: Ended,
): "end" | "repeated" | "double" | "stale" | "misuse" => {
  const { state } = record;
  if (token > record.token || token < 1) return "stale";
  if (isEnded(state)) {
    if (record.endedBy === token && state === end) return "repeated";
    if (end !== "sent" || record.endedBy === "resolve" || state === "failed") return "stale";
    return state === "in-doubt" ? "end" : "double";
  }
  // An older run's text is proof, unless a newer run is sending: that one tells its own end.
  if (token < record.token) return end === "sent" && state !== "sending" ? "end" : "stale";
  if (state === "deferred" && end !== "sent") return "stale";
  return end === "failed" && state !== "sending" && record.sends > 0 ? "misuse" : "end";
};
