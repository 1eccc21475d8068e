import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isEumEvent, readEumEvent } from "../../../src/domain/receipt/eum-event.js";

const event = (given: object) =>
  JSON.stringify({
    ...{ eventType: "TEXT_DELIVERED", eventVersion: "1.0", eventTimestamp: 1_700_000_000_123, isFinal: true },
    ...{ destinationPhoneNumber: "+15550100001", carrierName: "A Carrier", messageId: "p-1" },
    ...{ totalMessageParts: 2, totalMessagePrice: 0.01162, totalCarrierFee: 0.005, context: { messageId: "our-id" } },
    ...given,
  });

test("a handset's word, with our own id and a price to the micro", () => {
  expect(readEumEvent(event({}))).toEqual({
    kind: "receipt",
    receipt: {
      ...{ provider: "eum", providerMessageId: "p-1", messageId: "our-id", status: "delivered" },
      ...{ at: new Date(1_700_000_000_123), response: "delivered_to_handset", carrier: "A Carrier" },
      ...{ parts: 2, micros: 16_620 },
    },
    addressee: undefined,
  });
});

const words = new Set(
  (JSON.parse(readFileSync("data/provider-responses.json", "utf8")) as { klass: string }[]).map(({ klass }) => klass),
);

test.each([
  ["TEXT_SUCCESSFUL", "carrier-accepted"],
  ["TEXT_INVALID", "undelivered"],
  ["TEXT_INVALID_MESSAGE", "undelivered"],
  ["TEXT_UNREACHABLE", "undelivered"],
  ["TEXT_CARRIER_UNREACHABLE", "undelivered"],
  ["TEXT_BLOCKED", "undelivered"],
  ["TEXT_CARRIER_BLOCKED", "undelivered"],
  ["TEXT_SPAM", "undelivered"],
  ["TEXT_TTL_EXPIRED", "undelivered"],
  ["TEXT_PROTECT_BLOCKED", "undelivered"],
  ["TEXT_UNKNOWN", "unknown"],
])("%s", (eventType, status) => {
  const told = readEumEvent(event({ eventType }));
  expect(told).toMatchObject({ receipt: { status } });
  expect(told.kind === "receipt" && words.has(told.receipt.response ?? "")).toBe(true);
});

test.each(["TEXT_QUEUED", "TEXT_PENDING", "TEXT_SENT"])("%s is no receipt yet", (eventType) =>
  expect(readEumEvent(event({ eventType }))).toEqual({ kind: "early" }),
);

test.each([
  ["another channel's", { eventType: "VOICE_COMPLETED" }, "unknown-status"],
  ["a name of every object", { eventType: "constructor" }, "unknown-status"],
  ["no id", { messageId: undefined, context: undefined }, "no-message-id"],
  ["no time", { eventTimestamp: "soon" }, "no-time"],
  ["a time of null", { eventTimestamp: null }, "no-time"],
  ["a blank time", { eventTimestamp: "" }, "no-time"],
  ["a time of nought", { eventTimestamp: 0 }, "no-time"],
  ["a time left out", { eventTimestamp: undefined }, "no-time"],
  ["a time that no calendar has", { eventTimestamp: 8.64e15 + 1 }, "no-time"],
])("unread: %s", (_, given, cause) => expect(readEumEvent(event(given))).toEqual({ kind: "unread", cause }));

test("it is told from a line of SNS by its type", () => {
  expect(isEumEvent(event({}))).toBe(true);
  expect(isEumEvent('{"status":"SUCCESS"}')).toBe(false);
  expect(isEumEvent("no JSON")).toBe(false);
});
