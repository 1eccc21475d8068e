import type { AuditEntry } from "../../domain/audit/audit-entry.js";
import { type ChainFault, chainFault } from "../../domain/audit/chain-fault.js";
import type { AuditTrail } from "../ports/audit-trail.js";

interface AuditNeeds {
  readonly auditTrail: Pick<AuditTrail, "newest" | "oldest">;
  readonly keyed: (text: string) => string;
}

export interface VerifiedAudit {
  readonly entries: number;
  /** Number of the oldest entry that is kept; null where there is none. */
  readonly from: number | null;
  readonly to: number | null;
  /** The last entry's hash: written down elsewhere, it proves later that nothing was cut off behind it. */
  readonly head: string | null;
  readonly fault: ChainFault | null;
}

/** Reads the trail. Both reject with `LogUnavailable` while its store is away. */
export interface ReadAudit {
  /** Newest first. `next`: what to give as `before` for the next page. */
  page(
    before: number | undefined,
    limit: number,
  ): Promise<{
    readonly entries: readonly AuditEntry[];
    readonly next: number | undefined;
  }>;
  /** Follows the chain from the oldest entry to the first fault. */
  verify(): Promise<VerifiedAudit>;
}

const together = 1_000;

export const createReadAudit = ({ auditTrail, keyed }: AuditNeeds): ReadAudit => ({
  page: async (before, limit) => {
    const entries = await auditTrail.newest(limit, before);
    return { entries, next: entries.length < limit ? undefined : entries.at(-1)?.seq };
  },
  verify: async () => {
    let last: AuditEntry | undefined;
    let from: number | null = null;
    let entries = 0;
    const found = (fault: ChainFault | null): VerifiedAudit => ({
      ...{ entries, from, to: last?.seq ?? null, head: last?.mac ?? null, fault },
    });
    for (let page = await auditTrail.oldest(together, 0); page.length > 0; ) {
      for (const entry of page) {
        const fault = chainFault(entry, last, keyed);
        if (fault !== undefined) return found(fault);
        from ??= entry.seq;
        entries += 1;
        last = entry;
      }
      page = await auditTrail.oldest(together, last!.seq);
    }
    return found(null);
  },
});
