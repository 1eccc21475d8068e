import type { AuditedAction, AuditEntry } from "./audit-entry.js";
import { auditText } from "./audit-text.js";

/** The action as the link behind `last`; undefined: it is the first. */
export const nextEntry = (
  action: AuditedAction,
  last: Pick<AuditEntry, "seq" | "mac"> | undefined,
  keyed: (text: string) => string,
): AuditEntry => {
  const entry = { ...action, seq: (last?.seq ?? 0) + 1, previous: last?.mac ?? "" };
  return { ...entry, mac: keyed(auditText(entry)) };
};
