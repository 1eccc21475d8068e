import { decimalMicros } from "./decimal-micros.js";
import { numberToken } from "./number-token.js";
import { carrierFrom, countFrom, idFrom, objectFrom, parsedFrom, type ReadReceipt } from "./read-receipt.js";
import type { ReceiptStatus } from "./receipt.js";

type Meaning = readonly [status: ReceiptStatus, word: string];

/**
 * AWS End User Messaging's event types (its user guide, "Event types for SMS, MMS, and voice"), each with the word for it
 * in data/provider-responses.json. `TEXT_SUCCESSFUL` is the carrier's word, `TEXT_DELIVERED` the handset's.
 */
const meanings: Readonly<Record<string, Meaning | "early">> = {
  TEXT_QUEUED: "early",
  TEXT_PENDING: "early",
  TEXT_SENT: "early",
  TEXT_SUCCESSFUL: ["carrier-accepted", "accepted_by_carrier"],
  TEXT_DELIVERED: ["delivered", "delivered_to_handset"],
  TEXT_INVALID: ["undelivered", "invalid_recipient"],
  TEXT_INVALID_MESSAGE: ["undelivered", "invalid_content"],
  TEXT_UNREACHABLE: ["undelivered", "temporary"],
  TEXT_CARRIER_UNREACHABLE: ["undelivered", "temporary"],
  TEXT_TTL_EXPIRED: ["undelivered", "temporary"],
  TEXT_BLOCKED: ["undelivered", "recipient_blocked"],
  TEXT_CARRIER_BLOCKED: ["undelivered", "carrier_blocked"],
  TEXT_SPAM: ["undelivered", "content_blocked"],
  TEXT_PROTECT_BLOCKED: ["undelivered", "country_blocked_by_protect"],
  TEXT_UNKNOWN: ["unknown", "unknown"],
};

const priceIn = [numberToken("totalMessagePrice"), numberToken("totalCarrierFee")];

const sumOf = (prices: readonly (number | undefined)[]): number | null => {
  const given = prices.filter((price) => price !== undefined);
  return given.length === 0 ? null : given.reduce((sum, price) => sum + price, 0);
};

/** True if a line is an event of AWS End User Messaging and not a delivery log of SNS. */
export const isEumEvent = (line: string): boolean => typeof objectFrom(parsedFrom(line))["eventType"] === "string";

/** One event; its `context` hands back our own message id. The price is in dollars, the carrier's fee comes on top. */
export const readEumEvent = (line: string): ReadReceipt => {
  const event = objectFrom(parsedFrom(line));
  const meaning = Object.hasOwn(meanings, String(event["eventType"]))
    ? meanings[String(event["eventType"])]
    : undefined;
  if (meaning === undefined) return { kind: "unread", cause: "unknown-status" };
  if (meaning === "early") return { kind: "early" };
  const providerMessageId = idFrom(event["messageId"]);
  const messageId = idFrom(objectFrom(event["context"])["messageId"]);
  if (providerMessageId === undefined) return { kind: "unread", cause: "no-message-id" };
  // JavaScript makes the year 1970 of null and of a blank.
  const at = new Date(Number(event["eventTimestamp"] || Number.NaN));
  if (Number.isNaN(at.getTime())) return { kind: "unread", cause: "no-time" };
  const prices = priceIn.map((find) => decimalMicros(find(line) ?? ""));
  const [status, response] = meaning;
  return {
    kind: "receipt",
    receipt: {
      ...{ provider: "eum", providerMessageId, messageId, status, at, response },
      carrier: carrierFrom(event["carrierName"]),
      parts: countFrom(event["totalMessageParts"]),
      micros: sumOf(prices),
    },
    addressee: undefined,
  };
};
