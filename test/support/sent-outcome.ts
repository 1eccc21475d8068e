import { createHashes } from "../../src/adapters/system/hashes.js";
import { outcomeEvent } from "../../src/application/message/outcome.js";
import type { RecordedOutcome } from "../../src/application/ports/journal.js";
import { parsePhoneNumber } from "../../src/domain/phone/phone-number.js";
import { decided, noon, template } from "./decisions.js";
import { aTemplate, byName } from "./some-facts.js";

const hashes = createHashes(Buffer.alloc(32, 1));
const id = "2b0d0f0a-6c3c-5d0c-9e1e-0b7f1f6f2b11";
const variables = { order_number: { type: "text", maxLength: 20 } } as const;
const templates = byName(
  aTemplate("order_confirmation", {
    ...{ class: "transactional", variables, texts: { en: "Order {order_number} is on its way" } },
  }),
);

/** The checks that `decide` leaves to those who take money and send. */
const later: RecordedOutcome["trace"] = [
  { rule: "frequency", verdict: "pass", observed: "no cap", consequence: "the recipient may get it" },
  {
    rule: "spend",
    verdict: "pass",
    observed: "month 2026-11: 0.00645 USD, no limit",
    consequence: "6450 micro-USD are reserved",
  },
  { rule: "gateway", verdict: "pass", observed: "attempt 1: accepted", consequence: "handed to the provider" },
];

/** A template's text, decided by the shipped rules, and sent. */
const to = (number: string): RecordedOutcome => {
  const content = template("order_confirmation", { order_number: "ORD-2026-771" });
  const { plan, trace } = decided(
    { to: number, content, locale: "en-IN" },
    { templates, originationNumber: "+12065550101" },
  );
  const { event } = outcomeEvent({
    hashes,
    gateway: "sns",
    message: {
      id,
      recipient: "recipient",
      request: { to: number, number: parsePhoneNumber(number, "IN"), content, requestedAt: noon },
      reference: null,
      correlationId: "ORD-2026-771",
      campaignId: null,
      caller: "/shop",
      traceparent: undefined,
      origin: {
        topic: "sms.requested",
        partition: 3,
        offset: "1234567",
        eventId: "6b25c4e0-1f89-5d00-8a0c-83a2d4b5c6aa",
      },
      arrivedAt: noon,
    },
    plan,
    end: { status: "sent", providerMessageId: "567910cd-659e-55d4-8ccb-5aaf14679dc0" },
    attempts: 1,
    at: new Date(noon.getTime() + 1_234),
  });
  return { event, trace: [...trace, ...later] };
};

/** The text to +919876543210, as it is kept: the codes, and the cells. */
const kept = [
  "\u0007#$$$$%%$$%$%$$$$%$%$$$#!#",
  ...[
    "wRqzvuRF9UiZCj5J1IBV8a",
    "+919876543210",
    "order_confirmation",
    "v1",
    "6450",
    "\u001cVnkQzWWeVdSMy1qvFGedwA",
    "ORD-2026-771",
    "/shop",
    "sms.requested",
    "3",
    "1234567",
    "\u001cayXE4B-JXQCKDIOi1LXGqg",
    "\u001dmwuacao0",
    "\u001dmwuacbma",
    "\u001cNy1lWCZcWh6Jxh2Ebu1-gQ",
    "\u001e0",
    "IN",
    "+9198",
    "3210",
    "\u001e%",
    "v1",
    "en",
    "32",
    "10",
    "IN",
    "1",
    "6450",
    "6450",
    "2026-11-22",
    "IN",
    "IN",
    "\u001e?",
    "IN",
    "\u001e?",
    "\u001dmwubevk0",
    "month",
    "2026-11",
    "0.00645",
    "6450",
    "1",
  ],
].join("\u001f");

export const sentOutcome = { id, to, kept };
