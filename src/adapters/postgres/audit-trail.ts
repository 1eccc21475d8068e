import pg from "pg";
import { errorName } from "../../domain/error-name.js";
import type { AuditTrail } from "../../application/ports/audit-trail.js";
import { LogUnavailable } from "../../application/ports/message-log.js";
import type { AuditEntry } from "../../domain/audit/audit-entry.js";
import { nextEntry } from "../../domain/audit/next-entry.js";
import { ownRecord } from "../../domain/own-record.js";
import { migrate } from "./migrations.js";
import { withClient } from "./with-client.js";

interface PostgresAuditOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly keyed: (text: string) => string;
  /** Entries that are kept; the oldest go first. */
  readonly most?: number;
}

export interface PostgresAuditTrail extends AuditTrail {
  close(): Promise<void>;
}

interface Row extends Omit<AuditEntry, "seq" | "details"> {
  /** pg reads a bigint as text. */
  readonly seq: string;
  readonly details: string;
}

const connectMs = 5_000;
const longestMs = 5_000;
/** Any number that only this table takes a lock by. */
const appendLock = 5_364_202;
/** A million actions of people is decades; a program that calls the same routes is why there is a cap. */
const mostKept = 1_000_000;
/** The oldest are dropped in lumps. */
const dropEvery = 1_000;

const columns = "seq, at, who, action, object, reason, details, previous, mac";
const entryOf = (row: Row): AuditEntry => ({
  ...row,
  seq: Number(row.seq),
  details: ownRecord<AuditEntry["details"]>("an audit entry", row.details, {}),
});

/** The audit trail in PostgreSQL, beside the message log. */
export const createPostgresAuditTrail = ({ url, keyed, most = mostKept }: PostgresAuditOptions): PostgresAuditTrail => {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    max: 2,
    statement_timeout: longestMs,
    query_timeout: longestMs + 1_000,
  });
  // A connection that breaks while nobody uses it: the next query makes another.
  pool.on("error", () => undefined);
  let ready: Promise<void> | undefined;

  const asked = async <Answer>(work: (client: pg.PoolClient) => Promise<Answer>): Promise<Answer> => {
    try {
      return await withClient(pool, async (client) => {
        ready ??= migrate(client);
        await ready;
        return work(client);
      });
    } catch (error) {
      ready = undefined;
      const { code } = error as { readonly code?: string };
      throw new LogUnavailable(`PostgreSQL does not answer (${code ?? errorName(error)})`);
    }
  };
  const entries = async (client: pg.PoolClient, which: string, values: readonly unknown[] = []) =>
    (await client.query<Row>(`SELECT ${columns} FROM audit_trail ${which}`, [...values])).rows.map(entryOf);
  const list = (where: string, value: number, order: "ASC" | "DESC", limit: number) =>
    asked((client) => entries(client, `WHERE seq ${where} $1 ORDER BY seq ${order} LIMIT $2`, [value, limit]));

  const insert = async (client: pg.PoolClient, entry: AuditEntry, id: string): Promise<void> => {
    const { seq, at, who, action, object, reason, details, previous, mac } = entry;
    await client.query(`INSERT INTO audit_trail (${columns}, id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
      seq,
      at,
      who,
      action,
      object,
      reason,
      JSON.stringify(details),
      previous,
      mac,
      id,
    ]);
    if (seq % dropEvery === 0) await client.query("DELETE FROM audit_trail WHERE seq <= $1", [seq - most]);
  };

  return {
    append: (action, id) =>
      asked(async (client) => {
        await client.query("BEGIN");
        await client.query("SELECT pg_advisory_xact_lock($1)", [appendLock]);
        const [known] = await entries(client, "WHERE id = $1", [id]);
        const entry = known ?? nextEntry(action, (await entries(client, "ORDER BY seq DESC LIMIT 1"))[0], keyed);
        if (known === undefined) await insert(client, entry, id);
        await client.query("COMMIT");
        return entry;
      }),
    newest: (limit, before = Number.MAX_SAFE_INTEGER) => list("<", before, "DESC", limit),
    oldest: (limit, after) => list(">", after, "ASC", limit),
    close: () => pool.end(),
  };
};
