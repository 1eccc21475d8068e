import { decimalMicros } from "./decimal-micros.js";
import { numberToken } from "./number-token.js";
import type { Classify } from "./provider-response.js";
import type { Addressee, ReceiptStatus } from "./receipt.js";
import { carrierFrom, countFrom, idFrom, objectFrom, parsedFrom, type ReadReceipt, textFrom } from "./read-receipt.js";

const priceIn = numberToken("priceInUSD");

/** SNS writes instants without a zone and means UTC (SNS developer guide, "Viewing Amazon CloudWatch Logs for SMS"). */
const instantFrom = (value: unknown): Date | undefined => {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)Z?$/u.exec(String(value)) ?? [];
  if (day === undefined) return undefined;
  const at = new Date(`${day}T${time}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
};

/** SNS says SUCCESS when the carrier took the text; only one of its sentences tells of the handset. */
const statusFrom = (status: unknown, response: string | null): ReceiptStatus | undefined => {
  switch (status) {
    case "SUCCESS":
      return response === "delivered_to_handset" ? "delivered" : "carrier-accepted";
    case "FAILURE":
      return "undelivered";
    case "UNKNOWN":
      return "unknown";
    default:
      return undefined;
  }
};

const addresseeFrom = (delivery: Readonly<Record<string, unknown>>, acceptedAt: Date): Addressee | undefined => {
  const to = textFrom(delivery["destination"], 32);
  if (to === null || !/^\+\d{6,15}$/u.test(to)) return undefined;
  return { to, class: delivery["smsType"] === "Promotional" ? "promotional" : "transactional", acceptedAt };
};

/**
 * One line of SNS' delivery log; early failures lack most of its fields. `at`: the log's own time of it, where it came from
 * a log.
 */
export const readDeliveryLog = (line: string, classify: Classify, at?: Date | undefined): ReadReceipt => {
  const whole = parsedFrom(line);
  if (typeof whole !== "object" || whole === null) return { kind: "unread", cause: "not-json" };
  const { notification, delivery: given, status: word } = objectFrom(whole);
  const { messageId, timestamp } = objectFrom(notification);
  const delivery = objectFrom(given);
  const providerMessageId = idFrom(messageId);
  if (providerMessageId === undefined) return { kind: "unread", cause: "no-message-id" };
  const said = textFrom(delivery["providerResponse"], 500);
  const response = said === null ? null : classify(said);
  const status = statusFrom(word, response);
  if (status === undefined) return { kind: "unread", cause: "unknown-status" };
  const acceptedAt = instantFrom(timestamp);
  const dwellMs = Number(delivery["dwellTimeMs"]);
  const then = at ?? (acceptedAt && new Date(acceptedAt.getTime() + (dwellMs > 0 ? dwellMs : 0)));
  if (then === undefined || Number.isNaN(then.getTime())) return { kind: "unread", cause: "no-time" };
  const price = priceIn(line);
  return {
    kind: "receipt",
    receipt: {
      provider: "sns",
      providerMessageId,
      messageId: undefined,
      status,
      at: then,
      response,
      carrier: carrierFrom(delivery["phoneCarrier"]),
      parts: countFrom(delivery["numberOfMessageParts"]),
      micros: (price === undefined ? undefined : decimalMicros(price)) ?? null,
    },
    addressee: addresseeFrom(delivery, acceptedAt ?? then),
  };
};
