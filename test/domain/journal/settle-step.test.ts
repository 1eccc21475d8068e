import { expect, test } from "vitest";
import { freshRecord, type JournalRecord } from "../../../src/domain/journal/journal-record.js";
import type { EndState } from "../../../src/domain/journal/message-state.js";
import { type SettleAnswer, settleStep } from "../../../src/domain/journal/settle-step.js";

const now = Date.UTC(2026, 10, 26);
const by = (token: number, end: EndState, asker = "a") => ({ token, end, asker });

test.each<[why: string, record: Partial<JournalRecord>, step: ReturnType<typeof by>, answer: SettleAnswer]>([
  ["the run that sends tells how it ended", { state: "sending", sends: 1 }, by(2, "sent"), "written"],
  ["nothing was sent yet: it may fail", { state: "open" }, by(2, "failed"), "written"],
  ["a text may have gone out: it cannot fail any more", { state: "open", sends: 1 }, by(2, "failed"), "refused"],
  ["an older run's text is proof", { state: "open" }, by(1, "sent"), "written"],
  ["an older run knows of nothing else", { state: "open" }, by(1, "failed"), "stale"],
  ["a newer run is sending and tells its own end", { state: "sending", sends: 2 }, by(1, "sent"), "stale"],
  ["its answer was lost", { state: "sent", endedBy: 2 }, by(2, "sent"), "written"],
  ["another run's text went out too", { state: "sent", endedBy: 2 }, by(1, "sent"), "double"],
  ["a text that arrived ends a doubt", { state: "in-doubt", endedBy: 2 }, by(1, "sent"), "written"],
  ["an operator's word stands", { state: "sent", endedBy: "resolve" }, by(1, "sent"), "stale"],
  ["it waits in the schedule", { state: "deferred" }, by(2, "failed"), "stale"],
  ["another process holds this token: its text is proof", { state: "open" }, by(2, "sent", "b"), "written"],
  ["another process holds this token", { state: "open" }, by(2, "failed", "b"), "stale"],
  ["another process's text went out under this token", { state: "sent", endedBy: 2 }, by(2, "sent", "b"), "double"],
  ["nobody holds this token", { state: "open" }, by(3, "sent"), "stale"],
])("%s", (_, change, step, answer) => {
  const record = { ...freshRecord, token: 2, asker: "a", ...change };
  const stepped = settleStep(record, step, now);
  expect(stepped.answer).toBe(answer);
  const writes = answer === "written" && !(record.endedBy === step.token && record.asker === step.asker);
  expect(stepped.record === record).toBe(!writes);
  if (writes) expect(stepped.record).toMatchObject({ state: step.end, endedBy: step.token });
});
