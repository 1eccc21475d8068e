import type { CrashPolicy } from "../message-class.js";
import type { EndState, MessageState } from "./message-state.js";

/**
 * `doubting`: still shown as sending, but nothing may be sent any more; the holder of the token settles it as in
 * doubt.
 */
export type RecordState = MessageState | "doubting";

/**
 * One message as the journal's rules see it; instants are milliseconds since 1970. Redis keeps the same fields, in
 * adapters/redis/journal/record.lua.
 */
export interface JournalRecord {
  readonly state: RecordState;
  /** Numbers the claims from 1; each further step carries the one of its own claim. */
  readonly token: number;
  readonly source: string;
  readonly leaseUntil: number;
  readonly policy: CrashPolicy;
  /** Publishes begun and not proved unsent. */
  readonly sends: number;
  /** The number of the last Publish. */
  readonly attempts: number;
  /** The latest instant among its openings and parkings. */
  readonly keepUntil: number;
  readonly goneAt: number;
  readonly due: number | undefined;
  /** The token that wrote the end, or `resolve` for an operator. */
  readonly endedBy: number | "resolve" | undefined;
  readonly digest: string | undefined;
  /** The process that claimed it last, and the number of its request. */
  readonly asker: string;
  readonly asked: number;
  /** Tells what the event asked for, without telling it; empty: its first opening did not say. */
  readonly payload: string;
  /** Its outcome was published and acknowledged. */
  readonly announced: boolean;
  readonly timeline: readonly { readonly at: number; readonly state: MessageState }[];
}

/** The record after a step: the same object where the step changes nothing. */
export interface Stepped<Answer> {
  readonly record: JournalRecord | undefined;
  readonly answer: Answer;
}

/** A timeline keeps its beginning and its latest entries: a message that backs off for hours must not grow for ever. */
const timelineCap = 32;
const timelineHead = 8;

export const freshRecord: JournalRecord = {
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
  asker: "",
  asked: 0,
  payload: "",
  announced: false,
  timeline: [],
};

export const shownState = ({ state }: JournalRecord): MessageState => (state === "doubting" ? "sending" : state);

/** Moves a record on, and says so in its timeline where others see a difference. */
export const enter = (
  record: JournalRecord,
  state: RecordState,
  now: number,
  change: Partial<JournalRecord> = {},
): JournalRecord => {
  const entered = { ...record, ...change, state };
  const shown = shownState(entered);
  if (record.timeline.at(-1)?.state === shown) return entered;
  const { timeline } = record;
  const kept = timeline.length < timelineCap ? timeline : timeline.toSpliced(timelineHead, 1);
  return { ...entered, timeline: [...kept, { at: now, state: shown }] };
};

export const isEnded = (state: RecordState): state is EndState =>
  state === "sent" || state === "failed" || state === "in-doubt";

/**
 * Keeps a record for `ttlMs` after the latest of now, its openings and its parkings. An outcome that was told prolongs
 * nothing: the record is kept from its end.
 */
export const remember = (record: JournalRecord, ttlMs: number, now: number): JournalRecord =>
  record.announced ? record : { ...record, goneAt: Math.max(now, record.keepUntil) + ttlMs };

export const isGone = (record: JournalRecord, now: number): boolean => now > record.goneAt;
