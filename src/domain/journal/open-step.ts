import type { CrashPolicy } from "../message-class.js";
import { enter, freshRecord, isEnded, type JournalRecord, type Stepped } from "./journal-record.js";
import type { EndState } from "./message-state.js";

export interface Opening {
  readonly source: string;
  readonly policy: CrashPolicy;
  readonly leaseMs: number;
  readonly keepUntil: number;
  readonly asker: string;
  readonly asked: number;
  /** Digest of what the event asks for; empty: unknown. */
  readonly payload: string;
  /** A process that is known to have died: what it holds is free; empty: none. */
  readonly dead: string;
}

export type OpenStepAnswer =
  | { readonly kind: "go"; readonly token: number; readonly sends: number; readonly attempts: number }
  | { readonly kind: "busy"; readonly ms: number; readonly asker: string }
  | { readonly kind: "parked" }
  /**
   * `told`: "yes" where its outcome was acknowledged, and this source was told by it; "perhaps" where another process
   * that is not known to have died read this source's event and ended the message: it may be telling it now.
   */
  | { readonly kind: "settled"; readonly state: EndState; readonly told: "yes" | "no" | "perhaps" }
  /** Another event used this id. */
  | { readonly kind: "conflict" }
  | { readonly kind: "in-doubt"; readonly token: number; readonly attempts: number };

/** A request that comes late, after a younger one of the same process, is told to ask again. */
const overtakenMs = 1;

/** The schedule holds what the record's own event asked for. */
const isOther = (record: JournalRecord, { payload, source }: Opening): boolean =>
  record.payload !== "" && payload !== "" && record.payload !== payload && source !== "due";

/**
 * A run claims a message. The same request again, of a text that was marked in one turn with its claim, is answered as
 * before: the answer was lost, and whoever asks still waits for it. Redis runs the same rule: adapters/redis/journal/open.lua.
 */
export const openStep = (known: JournalRecord | undefined, opening: Opening, now: number): Stepped<OpenStepAnswer> => {
  const { source, policy, leaseMs, keepUntil, asker, asked, payload, dead } = opening;
  const record = known ?? freshRecord;
  const { state, sends, attempts } = record;
  const refused = (answer: OpenStepAnswer) => ({ record: known, answer });
  if (isOther(record, opening)) return refused({ kind: "conflict" });
  if (isEnded(state)) {
    const isOthers = record.asker !== asker && record.asker !== dead;
    const told = record.source !== source ? "no" : record.announced ? "yes" : isOthers ? "perhaps" : "no";
    return refused({ kind: "settled", state, told });
  }
  if (record.asker === asker && asked === record.asked && state === "sending")
    return refused({ kind: "go", token: record.token, sends: sends - 1, attempts: attempts - 1 });
  if (record.asker === asker && asked <= record.asked) return refused({ kind: "busy", ms: overtakenMs, asker });
  if (state === "deferred" && source !== "due") return refused({ kind: "parked" });
  const left = dead !== "" && record.asker === dead ? 0 : record.leaseUntil - now;
  const held = state === "sending" || ((state === "open" || state === "doubting") && record.source !== source);
  if (held && left > 0) return refused({ kind: "busy", ms: left, asker: record.asker });
  const maySend = state !== "doubting" && (sends === 0 || (policy === "resend-once" && sends < 2));
  const token = record.token + 1;
  const claim = { token, source, policy, leaseUntil: now + leaseMs, asker, asked, payload: record.payload || payload };
  const claimed = { ...record, ...claim, keepUntil: Math.max(record.keepUntil, keepUntil) };
  return {
    record: enter(claimed, maySend ? "open" : "doubting", now),
    answer: maySend ? { kind: "go", token, sends, attempts } : { kind: "in-doubt", token, attempts },
  };
};
