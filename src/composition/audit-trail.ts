import type { Config } from "../adapters/environment/config.js";
import { createMemoryAuditTrail } from "../adapters/memory/audit-trail.js";
import { createPostgresAuditTrail } from "../adapters/postgres/audit-trail.js";
import type { AuditTrail } from "../application/ports/audit-trail.js";
import type { Hashes } from "../application/ports/hashes.js";

/** The audit trail and its life. */
export interface KeptAuditTrail extends AuditTrail {
  close(): Promise<void>;
}

/** The keyed hash of the chain: whoever has the database alone cannot write an entry that holds. */
export const auditKey =
  (hashes: Hashes) =>
  (text: string): string =>
    hashes.keyed(`audit\n${text}`);

/** Memory, or PostgreSQL where it is configured. */
export const createAuditTrail = (config: Config, keyed: (text: string) => string): KeptAuditTrail =>
  config.DATABASE_URL === undefined
    ? { ...createMemoryAuditTrail(keyed), close: async () => undefined }
    : createPostgresAuditTrail({ url: config.DATABASE_URL, keyed });
