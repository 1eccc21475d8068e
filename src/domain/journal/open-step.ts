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
}

export type OpenStepAnswer =
  | { readonly kind: "go"; readonly token: number; readonly sends: number; readonly attempts: number }
  | { readonly kind: "busy"; readonly ms: number }
  | { readonly kind: "parked" }
  | { readonly kind: "settled"; readonly state: EndState }
  | { readonly kind: "in-doubt"; readonly token: number; readonly attempts: number };

/** A request that comes late, after a younger one of the same process, is told to ask again. */
const overtakenMs = 1;

/** A run claims a message. Redis runs the same rule: adapters/redis/journal/open.lua. */
export const openStep = (
  known: JournalRecord | undefined,
  { source, policy, leaseMs, keepUntil, asker, asked }: Opening,
  now: number,
): Stepped<OpenStepAnswer> => {
  const record = known ?? freshRecord;
  const { state, sends, attempts } = record;
  const refused = (answer: OpenStepAnswer) => ({ record: known, answer });
  if (isEnded(state)) return refused({ kind: "settled", state });
  if (record.asker === asker && asked < record.asked) return refused({ kind: "busy", ms: overtakenMs });
  if (state === "deferred" && source !== "due") return refused({ kind: "parked" });
  const left = record.leaseUntil - now;
  const held = state === "sending" || ((state === "open" || state === "doubting") && record.source !== source);
  if (held && left > 0) return refused({ kind: "busy", ms: left });
  const maySend = state !== "doubting" && (sends === 0 || (policy === "resend-once" && sends < 2));
  const token = record.token + 1;
  const claim = { token, source, policy, leaseUntil: now + leaseMs, asker, asked };
  const claimed = { ...record, ...claim, keepUntil: Math.max(record.keepUntil, keepUntil) };
  return {
    record: enter(claimed, maySend ? "open" : "doubting", now),
    answer: maySend ? { kind: "go", token, sends, attempts } : { kind: "in-doubt", token, attempts },
  };
};
