import type { BreakerCause } from "../../application/delivery/gateway-breaker.js";
import type { ErrorPlace } from "../../application/ports/error-log.js";
import type { AuthFailure, Meters, WebhookResult } from "../../application/ports/meters.js";
import type { ReceiptEvent, ReceiptMeters } from "../../application/ports/receipt-meters.js";
import type { GatewayAnswer } from "../../application/ports/sms-gateway.js";
import { type FailureReason, failureReasons } from "../../domain/decision/failure-reason.js";
import { lanes, type MessageClass } from "../../domain/message-class.js";

interface OutcomeLabels {
  readonly class: MessageClass | "unknown";
  readonly status: "sent" | "failed";
  readonly reason: FailureReason | "";
}

const keysOf = <Key extends string>(each: Readonly<Record<Key, true>>): readonly Key[] => Object.keys(each) as Key[];

/** `invalid-event` is counted for events, never for a message, so no class has a series for it. */
const ofEvents: FailureReason = "invalid-event";

/**
 * Every possible outcome. Each series exists from the start, at 0: a series that appeared only with its first failure
 * would hide that failure from a query of the increase.
 */
export const outcomeLabels: readonly OutcomeLabels[] = [
  { class: "unknown", status: "failed", reason: ofEvents },
  ...lanes.flatMap((lane): OutcomeLabels[] => [
    { class: lane, status: "sent", reason: "" },
    ...failureReasons
      .filter((reason) => reason !== ofEvents)
      .map((reason): OutcomeLabels => ({ class: lane, status: "failed", reason })),
  ]),
];

export const deadLetterCauses = [
  "null-value",
  "bad-utf8",
  "bad-json",
  "unreadable-batch",
  "headers-too-many",
  "no-route",
  "invalid-event",
  "internal-error",
] as const;

export const breakerCauses = keysOf<BreakerCause>({
  misconfigured: true,
  throttled: true,
  unreachable: true,
  ambiguous: true,
  "account-blocked": true,
});

export const gatewayAnswers = keysOf<GatewayAnswer["kind"]>({
  accepted: true,
  "not-accepted": true,
  ambiguous: true,
  rejected: true,
  misconfigured: true,
});

/** The steps of a message. */
export const journalSteps = ["depart", "open", "mark", "unmark", "again", "settle", "park"] as const;

export const authFailures = keysOf<AuthFailure>({
  missing: true,
  malformed: true,
  unknown: true,
  scope: true,
  page: true,
});

export const errorPlaces = keysOf<ErrorPlace>({
  dispatch: true,
  wake: true,
  "send-otp": true,
  "verify-otp": true,
  http: true,
  "group-session": true,
});

export const anomalies = keysOf<Parameters<Meters["count"]>[0]>({
  double: true,
  "unreadable-record": true,
  "outcome-cut": true,
  orphan: true,
});

export const webhookResults = keysOf<WebhookResult>({
  delivered: true,
  failed: true,
  "given-up": true,
  "left-out": true,
});

export const receiptEvents = keysOf<ReceiptEvent>({
  "carrier-accepted": true,
  delivered: true,
  undelivered: true,
  unknown: true,
  repeated: true,
  unmatched: true,
  unkept: true,
  unparsed: true,
  contradicting: true,
  "implausible-price": true,
});

export const receiptAnswers = keysOf<Parameters<ReceiptMeters["receiptCall"]>[0]>({
  ok: true,
  throttled: true,
  failed: true,
});
