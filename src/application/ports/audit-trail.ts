import type { AuditedAction, AuditEntry } from "../../domain/audit/audit-entry.js";

/** The actions of operators, each chained to the one before it. Rejects with `LogUnavailable` while its store is away. */
export interface AuditTrail {
  /** Appends behind the last, over all workers one at a time. Repeated under the same UUID it answers the entry that stands. */
  append(action: AuditedAction, id: string): Promise<AuditEntry>;
  /** Newest first: at most `limit` of those older than `before`. */
  newest(limit: number, before?: number): Promise<readonly AuditEntry[]>;
  /** Oldest first: at most `limit` of those newer than `after`. */
  oldest(limit: number, after: number): Promise<readonly AuditEntry[]>;
}
