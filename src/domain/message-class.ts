/** The purpose of a text; decides its lane, its deadline and the risk taken when an answer is ambiguous. */
export type MessageClass = "otp" | "transactional" | "promotional";

/** The rule for a text that may or may not have gone out before a crash. */
export type CrashPolicy = "resend-once" | "never-resend";

const minute = 60_000;

/** The time a text has from its event, unless its template says otherwise, in ms. */
export const defaultDeadlineMs: Readonly<Record<MessageClass, number>> = {
  otp: 2 * minute,
  transactional: 30 * minute,
  promotional: 72 * 60 * minute,
};

/** Lanes in order of precedence. */
export const lanes = ["otp", "transactional", "promotional"] as const satisfies readonly MessageClass[];
