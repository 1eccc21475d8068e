import { expect, test } from "vitest";
import { createExplainMessage } from "../../../src/application/log/explain-message.js";
import type { JournalEntry } from "../../../src/application/ports/journal.js";
import type { LoggedMessage } from "../../../src/domain/log/logged-message.js";

const at = new Date("2026-11-27T10:00:00Z");
const later = new Date("2026-11-27T10:00:09Z");
const entry = (state: JournalEntry["state"]): JournalEntry => ({
  ...{ messageId: "m", state, attempts: 1, sends: 1, outcome: undefined, note: undefined },
  timeline: [{ at, state }],
});
const row = (status: LoggedMessage["status"], messageId = "m") =>
  ({ messageId, status, occurredAt: later, carrier: "Airtel", providerResponse: "invalid_recipient" }) as LoggedMessage;

test.each<[string, JournalEntry["state"], () => readonly LoggedMessage[], string, number]>([
  ["one that a receipt says arrived", "sent", () => [row("delivered")], "delivered", 2],
  ["one that did not", "sent", () => [row("undelivered")], "undelivered", 2],
  ["one of which no receipt came", "sent", () => [row("sent")], "sent", 1],
  ["one that the log does not know yet", "sent", () => [], "sent", 1],
  ["another message by the same id of the provider", "sent", () => [row("delivered", "other")], "sent", 1],
  ["one that failed keeps its end", "failed", () => [row("delivered")], "failed", 1],
  ["one in doubt waits for whoever resolves it", "in-doubt", () => [row("delivered")], "in-doubt", 1],
  [
    "while the log is away the journal answers alone",
    "sent",
    () => {
      throw new Error("PostgreSQL is away");
    },
    "sent",
    1,
  ],
])("%s", async (_, state, found, shown, steps) => {
  const journal = { read: async () => entry(state) };
  const explained = await createExplainMessage({ journal, messageLog: { find: async () => found() } })("m");
  expect([explained?.state, explained?.timeline.length]).toEqual([shown, steps]);
  expect(explained?.timeline.at(-1)).toEqual({ at: steps === 2 ? later : at, state: shown });
  expect(explained?.receipt?.providerResponse).toBe(steps === 2 ? "invalid_recipient" : undefined);
});

test("one that the journal does not know", async () => {
  const journal = { read: async () => undefined };
  const messageLog = { find: async () => [row("delivered")] };
  expect(await createExplainMessage({ journal, messageLog })("m")).toBeUndefined();
});
