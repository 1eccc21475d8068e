import type { Journal, MessageNote, RecordedOutcome } from "../../src/application/ports/journal.js";
import type { Schedule } from "../../src/application/ports/schedule.js";

/** A journal with its schedule, its records kept for an hour, and the clock that both go by. */
export interface JournalStage {
  readonly journal: Journal;
  readonly schedule: Schedule;
  /** The store's clock; it runs where the store is a server. */
  now(): number;
  /** Moves the store's clock on. */
  advance(ms: number): void;
  /** Deletes a part of a parked message behind the schedule's back; undefined where no part can be lost alone. */
  readonly lose?: (messageId: string, part: "place" | "body") => Promise<void>;
  close(): Promise<void>;
}

/** Room for so many entries of each lane. */
export const roomFor = (limit: number) => ({ otp: limit, transactional: limit, promotional: limit });

export const stageTtlMs = 3_600_000;
export const stageParkedBytes = 64 * 4_096;

export const anOutcome = (text = "sent", change: Partial<RecordedOutcome["event"]> = {}): RecordedOutcome => ({
  event: {
    topic: "sms.sent",
    key: "k7Zl0g",
    value: JSON.stringify({ status: text, to: "+919876543210", detail: "“quoted”\nline" }),
    headers: { ce_id: "6f1c", traceparent: "00-ab-cd-01", raw: Buffer.from([0, 255, 10]) },
    ...change,
  },
  trace: [{ rule: "number", verdict: "pass", observed: "IN mobile +9198••••3210", consequence: "goes on" }],
});

export const aNote: MessageNote = {
  class: "transactional",
  to: "+9198••••3210",
  trace: [{ rule: "quiet-hours/IN", verdict: "defer", observed: "22:00", consequence: "waits" }],
};

let count = 0;
/** An id of its own for each test: stages may share a server. */
export const anId = (): string => {
  count += 1;
  return `message-${process.pid}-${count}-${Math.random().toString(36).slice(2)}`;
};
