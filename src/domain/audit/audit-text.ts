import type { AuditEntry } from "./audit-entry.js";

/** The text whose keyed hash is an entry's `mac`: equal for equal entries, whatever the order of their details. */
export const auditText = (entry: Omit<AuditEntry, "mac">): string => {
  const { seq, at, who, action, object, reason, details, previous } = entry;
  const sorted = Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([seq, at.toISOString(), who, action, object, reason, sorted, previous]);
};
