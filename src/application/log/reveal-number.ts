import { recordedOutcome } from "../message/recorded-outcome.js";
import type { Journal } from "../ports/journal.js";
import type { MessageLog } from "../ports/message-log.js";

interface RevealNeeds {
  readonly journal: Pick<Journal, "read">;
  readonly messageLog: Pick<MessageLog, "find">;
}

/**
 * The number that a message was for, as its events tell it; null where there is none, or none any more. The log is asked
 * first, because it alone knows who was forgotten. Rejects as the log and the journal do.
 */
export type RevealNumber = (messageId: string) => Promise<string | null | "unknown-message">;

export const createRevealNumber =
  ({ journal, messageLog }: RevealNeeds): RevealNumber =>
  async (messageId) => {
    const row = (await messageLog.find(messageId)).find((one) => one.messageId === messageId);
    if (row !== undefined) return row.to;
    const entry = await journal.read(messageId);
    if (entry === undefined) return "unknown-message";
    return entry.outcome === undefined ? null : recordedOutcome(entry.outcome.event).to;
  };
