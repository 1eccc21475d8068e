import type { MessageState } from "../../domain/journal/message-state.js";
import type { Journal, JournalEntry } from "../ports/journal.js";
import type { MessageLog } from "../ports/message-log.js";

interface ExplainNeeds {
  readonly journal: Pick<Journal, "read">;
  readonly messageLog: Pick<MessageLog, "find">;
}

/** The last receipt's word on a text that went out. */
export interface MessageReceipt {
  readonly at: Date;
  readonly state: "delivered" | "undelivered";
  /** A word of data/provider-responses.json. */
  readonly providerResponse: string | null;
  readonly carrier: string | null;
  /** Micro-USD that the provider billed. */
  readonly actualMicros: number | null;
}

/** A message as the journal remembers it, gone on by what a receipt told of it. */
export interface ExplainedMessage extends Omit<JournalEntry, "state" | "timeline"> {
  readonly state: MessageState | MessageReceipt["state"];
  readonly timeline: readonly { readonly at: Date; readonly state: MessageState | MessageReceipt["state"] }[];
  readonly receipt?: MessageReceipt;
}

/**
 * State, timeline and trace of a message by its id; undefined where the journal knows none. Rejects while the journal is
 * away; while the message log is, receipts are left out.
 */
export type ExplainMessage = (messageId: string) => Promise<ExplainedMessage | undefined>;

export const createExplainMessage =
  ({ journal, messageLog }: ExplainNeeds): ExplainMessage =>
  async (messageId) => {
    const entry = await journal.read(messageId);
    if (entry?.state !== "sent") return entry;
    const rows = await messageLog.find(messageId).catch(() => []);
    const row = rows.find((one) => one.messageId === messageId);
    if (row === undefined || (row.status !== "delivered" && row.status !== "undelivered")) return entry;
    const { actualMicros, carrier, occurredAt: at, providerResponse, status: state } = row;
    const timeline = [...entry.timeline, { at, state }];
    return { ...entry, state, timeline, receipt: { at, state, providerResponse, carrier, actualMicros } };
  };
