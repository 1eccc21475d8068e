import type { RecordedOutcome } from "../../../application/ports/journal.js";

/** The first byte of an outcome that is kept by its fields; another form gets another one. */
export const fieldsMark = 0x07;
/** Stands between the codes and the cells. */
export const between = "\u001f";

type Verdict = RecordedOutcome["trace"][number]["verdict"];
export const verdicts: readonly Verdict[] = ["pass", "warning", "defer", "refuse"];
export const topics: readonly string[] = ["sms.sent", "sms.failed"];
/** In their order; the last one may be missing. */
export const headerNames = [
  ...["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "content-type", "traceparent"],
] as const;
export const specVersion = "1.0";
export const eventSource = "/sms-service";
export const contentType = "application/json";

/** Begins the number of a usual trace; no code. */
export const usual = "!";

/** A number below 90 as one printable character. */
export const codeOf = (number: number): string => String.fromCharCode(35 + number);
export const numberAt = (text: string, at: number): number => text.charCodeAt(at) - 35;
