import type { PoolClient } from "pg";

/** The steps of each version of the schema, in order; one that has shipped is never edited. */
const migrations: readonly string[] = [
  `CREATE TABLE message_log (
    message_id uuid NOT NULL,
    accepted_at timestamptz NOT NULL,
    occurred_at timestamptz NOT NULL,
    rank smallint NOT NULL,
    status text NOT NULL,
    reason text,
    detail text,
    class text,
    recipient text,
    number_sealed bytea,
    number_hash text,
    template text,
    encoding text,
    segments smallint,
    estimated_micros bigint,
    actual_micros bigint,
    provider_message_id text,
    carrier text,
    provider_response text,
    reference text,
    correlation_id text,
    campaign text,
    caller text,
    source text,
    until_at timestamptz,
    PRIMARY KEY (message_id, accepted_at)
  ) PARTITION BY RANGE (accepted_at);
  CREATE INDEX ON message_log (accepted_at DESC, message_id DESC);
  CREATE INDEX ON message_log (number_hash, accepted_at DESC) WHERE number_hash IS NOT NULL;
  CREATE INDEX ON message_log (correlation_id) WHERE correlation_id IS NOT NULL;
  CREATE INDEX ON message_log (reference) WHERE reference IS NOT NULL;
  CREATE INDEX ON message_log (provider_message_id) WHERE provider_message_id IS NOT NULL;
  CREATE INDEX ON message_log (reason, accepted_at DESC) WHERE reason IS NOT NULL;
  CREATE INDEX ON message_log (campaign, accepted_at DESC) WHERE campaign IS NOT NULL;
  CREATE INDEX ON message_log (template, accepted_at DESC) WHERE template IS NOT NULL;`,
  // The log may be dropped and filled again; the trail of operators' actions stays.
  `CREATE TABLE IF NOT EXISTS audit_trail (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    who text NOT NULL,
    action text NOT NULL,
    object text,
    reason text,
    details text NOT NULL,
    previous text NOT NULL,
    mac text NOT NULL
  );`,
  // The name of each append, so that one whose answer was lost is known when it is repeated.
  `ALTER TABLE audit_trail ADD COLUMN IF NOT EXISTS id uuid;
  CREATE UNIQUE INDEX IF NOT EXISTS audit_trail_id ON audit_trail (id) WHERE id IS NOT NULL;`,
  // A name that many share is read in the order of pages. Tables of days that are there already stay as they are, and keep
  // the indexes that these replace: to build one over all of them could take hours.
  `CREATE INDEX message_log_by_correlation ON ONLY message_log (correlation_id, accepted_at DESC, message_id DESC)
    WHERE correlation_id IS NOT NULL;
  CREATE INDEX message_log_by_reference ON ONLY message_log (reference, accepted_at DESC, message_id DESC)
    WHERE reference IS NOT NULL;
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'message_log'::regclass) THEN
      DROP INDEX message_log_correlation_id_idx, message_log_reference_idx;
    END IF;
  END $$;`,
];

/** Any number that only this schema takes a lock by. */
export const schemaLock = 5_364_201;

/**
 * Brings the schema up to date: one worker at a time, each version once, all of one version or nothing. After a fault the
 * connection must be closed: it may hold the lock.
 */
export const migrate = async (client: PoolClient): Promise<void> => {
  await client.query("SELECT pg_advisory_lock($1)", [schemaLock]);
  await client.query(
    "CREATE TABLE IF NOT EXISTS message_log_schema (version int PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())",
  );
  const { rows } = await client.query<{ version: number }>(
    "SELECT coalesce(max(version), 0) AS version FROM message_log_schema",
  );
  const done = rows[0]?.version ?? 0;
  for (const [index, sql] of migrations.slice(done).entries()) {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query("INSERT INTO message_log_schema (version) VALUES ($1)", [done + index + 1]);
    await client.query("COMMIT");
  }
  await client.query("SELECT pg_advisory_unlock($1)", [schemaLock]);
};
