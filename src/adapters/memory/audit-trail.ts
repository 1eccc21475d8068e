import type { AuditTrail } from "../../application/ports/audit-trail.js";
import type { AuditEntry } from "../../domain/audit/audit-entry.js";
import { nextEntry } from "../../domain/audit/next-entry.js";

/** In this process only; `most` entries are kept. */
export const createMemoryAuditTrail = (keyed: (text: string) => string, most = 10_000): AuditTrail => {
  let entries: readonly AuditEntry[] = [];
  const ids = new WeakMap<AuditEntry, string>();
  return {
    append: async (action, id) => {
      const known = entries.findLast((one) => ids.get(one) === id);
      if (known !== undefined) return known;
      const entry = nextEntry(action, entries.at(-1), keyed);
      ids.set(entry, id);
      entries = [...entries.slice(1 - most), entry];
      return entry;
    },
    newest: async (limit, before = Number.POSITIVE_INFINITY) =>
      entries
        .filter(({ seq }) => seq < before)
        .slice(-limit)
        .reverse(),
    oldest: async (limit, after) => entries.filter(({ seq }) => seq > after).slice(0, limit),
  };
};
