import type { CrashPolicy } from "../../src/domain/message-class.js";

/** One step of a random history; tokens are counted back from the message's latest. */
export type JournalStep =
  | { readonly kind: "receive"; readonly id: number; readonly digest: string }
  | { readonly kind: "open"; readonly id: number; readonly source: string; readonly policy: CrashPolicy }
  | { readonly kind: "mark" | "unmark" | "again"; readonly id: number; readonly back: number; readonly ahead: number }
  | { readonly kind: "settle"; readonly id: number; readonly back: number; readonly end: End }
  | { readonly kind: "park"; readonly id: number; readonly back: number; readonly inMs: number }
  | { readonly kind: "resolve"; readonly id: number; readonly end: "sent" | "failed" }
  | { readonly kind: "take" | "count" }
  | { readonly kind: "read"; readonly id: number }
  | { readonly kind: "move"; readonly ms: number };

export type End = "sent" | "failed" | "in-doubt";
export const modelLeaseMs = 10_000;
export const modelTtlMs = 3_600_000;

/** What is true of one message, said as plainly as possible. */
export interface ModelMessage {
  token: number;
  phase: "none" | "received" | "open" | "sending" | "doubting" | "deferred" | End;
  holder: string;
  leaseEnd: number;
  policy: CrashPolicy;
  /** Attempts that were marked and not proved unsent, by number. */
  out: Set<number>;
  attempts: number;
  keep: number;
  gone: number;
  due: number;
  endedBy: number | "operator";
  end: string;
  digest: string | undefined;
}

export const noMessage = (): ModelMessage => ({
  token: 0,
  phase: "none",
  holder: "",
  leaseEnd: 0,
  policy: "never-resend",
  out: new Set(),
  attempts: 0,
  keep: 0,
  gone: Number.POSITIVE_INFINITY,
  due: 0,
  endedBy: 0,
  end: "",
  digest: undefined,
});

const ends: readonly string[] = ["sent", "failed", "in-doubt"];
export const hasEnded = ({ phase }: ModelMessage): boolean => ends.includes(phase);

/** Rules of the model: each answers what the journal must answer, and moves the message on. */
export const modelRules = {
  receive: (m: ModelMessage, digest: string): string => {
    if (m.phase === "none") {
      m.phase = "received";
      m.digest = digest;
      return "new";
    }
    m.digest ??= digest;
    return m.digest === digest ? (m.phase === "received" ? "repeated" : "repeated, published") : "conflict";
  },
  open: (m: ModelMessage, source: string, policy: CrashPolicy, now: number): string => {
    if (hasEnded(m)) return `settled ${m.phase} ${m.end}`;
    if (m.phase === "deferred" && source !== "due") return "parked";
    const held = now < m.leaseEnd && m.phase !== "deferred" && m.phase !== "received" && m.phase !== "none";
    if (held && (m.phase === "sending" || m.holder !== source)) return "busy";
    const allowed = m.phase !== "doubting" && (m.out.size === 0 || (policy === "resend-once" && m.out.size === 1));
    m.token += 1;
    Object.assign(m, { holder: source, policy, leaseEnd: now + modelLeaseMs, phase: allowed ? "open" : "doubting" });
    return allowed ? `go ${m.token} ${m.out.size} ${m.attempts}` : `in-doubt ${m.token} ${m.attempts}`;
  },
  mark: (m: ModelMessage, token: number, attempt: number, now: number): string => {
    const again = m.phase === "sending" && attempt === m.attempts;
    const first = m.phase === "open" && attempt > m.attempts;
    if (token !== m.token || !(again || first)) return "stale";
    m.out.add(attempt);
    Object.assign(m, { phase: "sending", attempts: attempt, leaseEnd: now + modelLeaseMs });
    return "ok";
  },
  unmark: (m: ModelMessage, token: number, attempt: number): string => {
    if (token !== m.token || attempt !== m.attempts) return "stale";
    if (m.phase === "open") return "ok";
    if (m.phase !== "sending") return "stale";
    m.out.delete(attempt);
    m.phase = "open";
    return "ok";
  },
  again: (m: ModelMessage, token: number, attempt: number): string => {
    if (token !== m.token || attempt !== m.attempts) return "stale";
    if (m.phase === "sending") m.phase = m.policy === "resend-once" && m.out.size < 2 ? "open" : "doubting";
    return m.phase === "open" ? "again" : m.phase === "doubting" ? "in-doubt" : "stale";
  },
  settle: (m: ModelMessage, token: number, end: End, text: string): string => {
    if (token > m.token || token < 1) return "stale";
    const write = (): string => {
      Object.assign(m, { phase: end, endedBy: token, end: text });
      return "written";
    };
    if (hasEnded(m)) {
      if (m.endedBy === token && m.phase === end) return "written";
      if (end !== "sent" || m.endedBy === "operator" || m.phase === "failed") return "stale";
      return m.phase === "sent" ? "double" : write();
    }
    if (end === "sent") return token < m.token && m.phase === "sending" ? "stale" : write();
    if (token < m.token || m.phase === "deferred") return "stale";
    return end === "failed" && m.phase !== "sending" && m.out.size > 0 ? "refused" : write();
  },
  park: (m: ModelMessage, token: number, due: number): string => {
    if (token !== m.token) return "stale";
    if (m.phase === "deferred") return m.due === due ? "parked" : "stale";
    if (m.phase !== "open") return "stale";
    Object.assign(m, { phase: "deferred", due, keep: Math.max(m.keep, due) });
    return "parked";
  },
  resolve: (m: ModelMessage, end: "sent" | "failed", text: string): string => {
    if (m.endedBy === "operator" && m.phase === end) return "written";
    if (m.phase !== "in-doubt") return "not-in-doubt";
    Object.assign(m, { phase: end, endedBy: "operator", end: text });
    return "written";
  },
};
