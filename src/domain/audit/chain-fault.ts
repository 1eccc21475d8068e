import type { AuditEntry } from "./audit-entry.js";
import { auditText } from "./audit-text.js";

/** The first link that does not hold. */
export interface ChainFault {
  readonly seq: number;
  readonly why: string;
}

/**
 * Checks one entry behind another; `before` undefined: it is the oldest that is kept, and the link before it is taken as
 * it stands.
 */
export const chainFault = (
  entry: AuditEntry,
  before: AuditEntry | undefined,
  keyed: (text: string) => string,
): ChainFault | undefined => {
  const { seq } = entry;
  const wanted = before === undefined ? seq : before.seq + 1;
  if (seq !== wanted) return { seq: wanted, why: "the entry is missing" };
  if (keyed(auditText(entry)) !== entry.mac)
    return { seq, why: "the entry was changed after it was written, or written under another SMS_HASH_KEY" };
  if (before !== undefined && entry.previous !== before.mac)
    return { seq, why: "the entry does not follow from the one before it" };
  return undefined;
};
