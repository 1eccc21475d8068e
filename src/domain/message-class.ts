/** What a text is for; decides its lane, its deadline and what is risked when an answer is ambiguous. */
export type MessageClass = "otp" | "transactional" | "promotional";

/** What may be done when nobody knows whether a text went out. */
export type CrashPolicy = "resend-once" | "never-resend";

const minute = 60_000;

/** The time a text has from its event, unless its template says otherwise, in ms. */
export const defaultDeadlineMs: Readonly<Record<MessageClass, number>> = {
  otp: 2 * minute,
  transactional: 30 * minute,
  promotional: 72 * 60 * minute,
};

/** Lanes in order of precedence. */
export const lanes: readonly MessageClass[] = ["otp", "transactional", "promotional"];
