import type { LogPosition, MessageLog, MessageQuery } from "../../application/ports/message-log.js";
import { furtherOf, type LoggedMessage } from "../../domain/log/logged-message.js";

const mostKept = 50_000;
const mostFound = 20;

const newestFirst = (one: LoggedMessage, other: LoggedMessage): number =>
  other.acceptedAt.getTime() - one.acceptedAt.getTime() || (one.messageId < other.messageId ? 1 : -1);

const behind = (row: LoggedMessage, { acceptedAt, messageId }: LogPosition): boolean =>
  row.acceptedAt < acceptedAt || (row.acceptedAt.getTime() === acceptedAt.getTime() && row.messageId < messageId);

const same = ["toHash", "reference", "correlationId", "providerMessageId", "template", "reason", "class"] as const;
const names = ["messageId", "correlationId", "reference", "providerMessageId"] as const;
const alsoSame = ["status", "campaign", "caller"] as const;

const matches = (row: LoggedMessage, query: MessageQuery): boolean =>
  row.acceptedAt >= query.since &&
  row.acceptedAt < query.until &&
  [...same, ...alsoSame].every((field) => query[field] === undefined || row[field] === query[field]);

/** The last 50,000 messages of this process, since its start. */
export const createMemoryMessageLog = (most = mostKept): MessageLog => {
  const rows = new Map<string, LoggedMessage>();
  const forgotten = new Set<string>();
  const kept = (row: LoggedMessage): LoggedMessage =>
    row.toHash !== null && forgotten.has(row.toHash) ? { ...row, to: null, toHash: null } : row;
  const sorted = (found: (row: LoggedMessage) => boolean): readonly LoggedMessage[] =>
    [...rows.values()].filter(found).sort(newestFirst);
  return {
    record: async (messages) => {
      for (const message of messages) {
        const known = rows.get(message.messageId);
        const row = kept(message);
        rows.set(message.messageId, known === undefined ? row : furtherOf(known, row));
        if (rows.size > most) rows.delete(rows.keys().next().value!);
      }
    },
    search: async (query, limit, after) =>
      sorted((row) => matches(row, query) && (after === undefined || behind(row, after))).slice(0, limit),
    find: async (text) => {
      const found = names.flatMap((name) => sorted((row) => row[name] === text).slice(0, mostFound));
      return [...new Set(found)].sort(newestFirst);
    },
    forget: async (toHash) => {
      const theirs = [...rows.values()].filter((row) => row.toHash === toHash);
      for (const row of theirs) rows.set(row.messageId, { ...row, to: null, toHash: null });
      forgotten.add(toHash);
      return theirs.length;
    },
  };
};
