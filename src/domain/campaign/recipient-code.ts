/**
 * The state of one recipient as the ledger's byte. States that follow have greater bytes, so a late or repeated word never
 * moves a recipient back.
 */
export const recipientCodes = {
  waiting: 0,
  sending: 1,
  cancelled: 2,
  inDoubt: 3,
  sent: 200,
  undelivered: 201,
  delivered: 202,
} as const;

/** The first byte of the ends with a reason; `sent` and what follows it come behind them. */
const firstReason = 16;
const firstSent = recipientCodes.sent;

/** Bytes of the reasons, never reused: ledgers outlive versions. */
const reasonBytes: Readonly<Record<string, number>> = {
  "invalid-event": 16,
  "invalid-phone-number": 17,
  "number-type-not-allowed": 18,
  "destination-not-allowed": 19,
  "template-unknown": 20,
  "template-variables-invalid": 21,
  "message-empty": 22,
  "message-too-long": 23,
  "compliance-missing": 24,
  "sender-id-not-allowed": 25,
  "opted-out": 26,
  "quiet-hours": 27,
  "deadline-passed": 28,
  "frequency-capped": 29,
  "otp-refused": 30,
  "spend-limit-reached": 31,
  "gateway-rejected": 32,
  "gateway-unavailable": 33,
  "internal-error": 34,
  "identity-conflict": 35,
};

const reasonOfByte = new Map(Object.entries(reasonBytes).map(([reason, byte]) => [byte, reason]));

/** The gateway's side, or the service's own: everything else is a check that refused. */
const failing = new Set(["gateway-rejected", "gateway-unavailable", "internal-error", "identity-conflict"]);

/** Reasons that may pass at another try, of texts that surely did not go out. */
export const retriableCodes: readonly number[] = [
  "gateway-unavailable",
  "spend-limit-reached",
  "deadline-passed",
  "quiet-hours",
].map((reason) => reasonBytes[reason]!);

/** The column in which a recipient is counted: each is in exactly one. */
export type RecipientColumn =
  | "waiting"
  | "sending"
  | "sent"
  | "delivered"
  | "undelivered"
  | "failed"
  | "refused"
  | "inDoubt"
  | "cancelled";

const columnOfCode = new Map<number, RecipientColumn>(
  Object.entries(recipientCodes).map(([column, code]) => [code, column as RecipientColumn]),
);

export const isReasonCode = (code: number): boolean => code >= firstReason && code < firstSent;

export const columnOf = (code: number): RecipientColumn =>
  columnOfCode.get(code) ?? (failing.has(reasonOfByte.get(code) ?? "") ? "failed" : "refused");

/** The word beside the state; null where the state says it all. */
export const reasonOf = (code: number): string | null => {
  if (code === recipientCodes.inDoubt) return "outcome-unknown";
  if (code === recipientCodes.cancelled) return "cancelled";
  return reasonOfByte.get(code) ?? null;
};

/** The byte of a message's end. */
export const codeOfEnd = (status: "sent" | "failed" | "delivered" | "undelivered", reason: string | null): number => {
  if (status !== "failed") return recipientCodes[status];
  if (reason === "outcome-unknown") return recipientCodes.inDoubt;
  if (reason === "cancelled") return recipientCodes.cancelled;
  return reasonBytes[reason ?? ""] ?? reasonBytes["internal-error"]!;
};

/** True where the gateway's side failed: many of these pause a campaign. */
export const isFailureCode = (code: number): boolean =>
  columnOf(code) === "failed" || code === recipientCodes.undelivered;

/** True where a text went out, or may have: it costs. */
export const isPaidCode = (code: number): boolean => code === recipientCodes.inDoubt || code >= firstSent;

/**
 * The change of a campaign's cost as a recipient moves, micro-USD. Each text is estimated when it goes out; the first
 * receipt that says more replaces the estimate by the provider's price, where it tells one.
 */
export const costChange = (from: number, to: number, estimated: number, actual: number): number =>
  (isPaidCode(to) && from <= firstSent ? (to > firstSent ? actual : estimated) : 0) -
  (isPaidCode(from) && from <= firstSent ? estimated : 0);

/** True if an end may replace what is counted: it says more, and one reason never replaces another. */
export const replaces = (from: number, to: number): boolean =>
  to > from && to > recipientCodes.sending && !(isReasonCode(from) && isReasonCode(to));
