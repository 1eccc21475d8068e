/** One check's verdict: its input, its observation and its result. Never holds a full number, text or code. */
export interface TraceEntry {
  /** The check's name, with the id of the rule where it is data: `number`, `quiet-hours/IN`, `dlt/IN`. */
  readonly rule: string;
  readonly verdict: "pass" | "warning" | "defer" | "refuse";
  /** The input of the check: `IN mobile +9198••••3210`, `GSM-7, 122 units, 1 part`. */
  readonly observed: string;
  /** The result for this message, and the source of the rule when the rule is data. */
  readonly consequence: string;
}
