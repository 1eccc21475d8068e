const dayMs = 86_400_000;

/** The time for which the recipients of a campaign are kept: from its start, and from its end, for a retry. */
export const keepRecipientsMs = { started: 400 * dayMs, ended: 7 * dayMs } as const;
