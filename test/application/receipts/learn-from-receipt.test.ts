import { expect, test } from "vitest";
import type { OutcomeValue } from "../../../src/application/message/outcome.js";
import { createLearnFromReceipt } from "../../../src/application/receipts/learn-from-receipt.js";
import { sentState } from "../../../src/domain/receipt/receipt-state.js";
import type { ReceiptStatus } from "../../../src/domain/receipt/receipt.js";

const at = new Date("2026-11-20T10:00:00Z");
const to = "+919876543210";

test.each<readonly [string, ReceiptStatus, string | null, string | null, readonly string[]]>([
  ["no such number", "undelivered", "invalid_recipient", to, ["failed"]],
  ["nobody can reach it", "undelivered", "unknown", to, ["failed"]],
  ["a phone that is off", "undelivered", "temporary", to, []],
  ["spam says nothing of the number", "undelivered", "content_blocked", to, []],
  ["the wish of its person", "undelivered", "opted_out", to, ["opted out"]],
  ["the account's money", "undelivered", "spend_limit", to, ["spent up"]],
  ["the account's review", "undelivered", "account_blocked", to, ["blocked"]],
  ["the account's review, of a text whose number nobody knows", "undelivered", "account_blocked", null, ["blocked"]],
  ["it arrived", "delivered", "delivered_to_handset", to, ["reached"]],
  ["the carrier took it", "carrier-accepted", "accepted_by_carrier", to, ["reached"]],
  ["nobody will ever know", "unknown", "unknown", to, []],
  ["a text whose number nobody knows", "undelivered", "invalid_recipient", null, []],
])("%s", async (_, status, response, recipient, expected) => {
  const learned: string[] = [];
  const note = (what: string) => async (who: string, when: Date) => {
    expect([who, when]).toEqual([`hash of ${to}`, at]);
    learned.push(what);
  };
  const learn = createLearnFromReceipt({
    deadNumbers: { failed: note("failed"), reached: note("reached") },
    hashes: { keyed: (number) => `hash of ${number}` },
    optOut: async (number) => learned.push(number === to ? "opted out" : number),
    blocked: async (when) => {
      expect(when).toEqual(at);
      learned.push("blocked");
    },
    spentUp: async (when) => {
      expect(when).toEqual(at);
      learned.push("spent up");
    },
  });
  const receipt = {
    ...{ provider: "sns", providerMessageId: "p-1", messageId: undefined, status, at, response },
    ...{ carrier: null, parts: null, micros: null },
  };
  const outcome = { messageId: "m-1", to: recipient } as OutcomeValue;
  await learn({ receipt, outcome, before: sentState, after: sentState });
  expect(learned).toEqual(expected);
});
