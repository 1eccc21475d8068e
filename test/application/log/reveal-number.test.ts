import { expect, test } from "vitest";
import { createRevealNumber } from "../../../src/application/log/reveal-number.js";
import type { JournalEntry } from "../../../src/application/ports/journal.js";
import type { LoggedMessage } from "../../../src/domain/log/logged-message.js";

const to = "+919876543210";
const row = (given: Partial<LoggedMessage>) => ({ messageId: "m-1", to, ...given }) as LoggedMessage;
const ended = {
  outcome: {
    event: {
      topic: "sms.sent",
      value: JSON.stringify({ messageId: "m-1", status: "sent", to, occurredAt: "2026-11-27T09:00:00Z" }),
    },
  },
} as unknown as JournalEntry;

test.each<[why: string, rows: readonly LoggedMessage[], entry: JournalEntry | undefined, told: string | null]>([
  ["the log has it, whatever became of the journal", [row({})], undefined, to],
  ["the log is behind: the journal knows the outcome", [], ended, to],
  ["the person was forgotten: the log says so, and the journal is not asked", [row({ to: null })], ended, null],
  [
    "another message has this id as its reference, and keeps its number",
    [row({ messageId: "m-2" })],
    undefined,
    "unknown-message",
  ],
  ["it has not ended: nothing holds a whole number", [], { outcome: undefined } as JournalEntry, null],
  ["nobody knows it", [], undefined, "unknown-message"],
])("%s", async (_why, rows, entry, told) => {
  const revealNumber = createRevealNumber({
    journal: { read: async () => entry },
    messageLog: { find: async () => rows },
  });
  expect(await revealNumber("m-1")).toBe(told);
});
