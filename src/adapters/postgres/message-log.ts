import pg from "pg";
import { errorName } from "../../domain/error-name.js";
import { LogUnavailable, type MessageLog, SearchTooSlow } from "../../application/ports/message-log.js";
import type { Sealing } from "../../application/ports/sealing.js";
import type { Clock } from "../../application/ports/clock.js";
import type { LoggedMessage } from "../../domain/log/logged-message.js";
import { migrate } from "./migrations.js";
import { createPartitions } from "./partitions.js";
import { columns, messageOf, type Row } from "./rows.js";
import { findSql, searchSql } from "./search-sql.js";
import { withClient } from "./with-client.js";

interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly clock: Pick<Clock, "now">;
  /** Days a message is kept. */
  readonly days: number;
  readonly sealing: Sealing;
}

export interface PostgresMessageLog extends MessageLog {
  /** Brings the schema up to date. Rejects with `LogUnavailable` while the server is away: writing tries it again. */
  open(): Promise<void>;
  close(): Promise<void>;
}

const dayMs = 86_400_000;
const mostAheadMs = 3 * dayMs;
const tendEveryMs = 3_600_000;
const searchMs = 3_000;
const writeMs = 30_000;
const connectMs = 5_000;
const mostFound = 20;
/** PostgreSQL, appendix A: query_canceled. */
const cancelled = "57014";
/** Class 42 (a table or column is missing), and check_violation (a day's table is): somebody dropped it meanwhile. */
const dropped = /^(?:42|23514$)/u;

const names = columns.map(({ name }) => name);
/** A row that lost its number, because its person was forgotten, gets none again by a later report. */
const forgettable: ReadonlySet<string> = new Set(["number_sealed", "number_hash"]);
const setting = (name: string): string =>
  forgettable.has(name)
    ? `${name} = CASE WHEN known.number_sealed IS NULL THEN NULL ELSE excluded.${name} END`
    : `${name} = excluded.${name}`;
/** The row with the higher rank stays; of equal ranks, the later one. */
const upsert = `INSERT INTO message_log AS known (${names.join(", ")})
  SELECT * FROM unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ")})
  ON CONFLICT (message_id, accepted_at) DO UPDATE SET ${names.map(setting).join(", ")}
  WHERE (excluded.rank, excluded.occurred_at) > (known.rank, known.occurred_at)`;

/** The message log in PostgreSQL 13 or later: a table a day, numbers sealed and hashed, no text. */
export const createPostgresMessageLog = ({ clock, days, sealing, url }: PostgresOptions): PostgresMessageLog => {
  const common = { connectionString: url, connectionTimeoutMillis: connectMs };
  const pool = new pg.Pool({ ...common, max: 4, statement_timeout: writeMs, query_timeout: writeMs + 1_000 });
  const readers = new pg.Pool({ ...common, max: 4, statement_timeout: searchMs, query_timeout: searchMs + 1_000 });
  // A connection that breaks while nobody uses it: the next query makes another.
  for (const one of [pool, readers]) one.on("error", () => undefined);
  const partitions = createPartitions(pool);
  let ready: Promise<void> | undefined;
  let tendedAt = Number.NEGATIVE_INFINITY;

  /** `isSearch`: what takes too long may take less where less is asked for; nobody can narrow anything else. */
  const asked = async <Answer>(work: () => Promise<Answer>, isSearch = false): Promise<Answer> => {
    try {
      return await work();
    } catch (error) {
      const { code, message } = error as { readonly code?: string; readonly message?: string };
      if (isSearch && (code === cancelled || message === "Query read timeout"))
        throw new SearchTooSlow("The search took too long");
      if (dropped.test(code ?? "")) {
        ready = undefined;
        partitions.forget();
      }
      throw new LogUnavailable(`PostgreSQL does not answer (${code ?? errorName(error)})`);
    }
  };

  const prepared = (): Promise<void> => {
    ready ??= withClient(pool, migrate).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };
  const tend = async (): Promise<void> => {
    const now = clock.now();
    if (now.getTime() - tendedAt < tendEveryMs) return;
    await partitions.tend(now, days);
    tendedAt = now.getTime();
  };

  const select = (sql: { readonly text: string; readonly values: readonly unknown[] }, isSearch: boolean) =>
    asked(async () => {
      await prepared();
      const { rows } = await readers.query<Row>(sql.text, [...sql.values]);
      return rows.map((row) => messageOf(row, sealing));
    }, isSearch);

  return {
    open: () =>
      asked(async () => {
        await prepared();
        await tend();
      }),
    record: (messages: readonly LoggedMessage[]) =>
      asked(async () => {
        await prepared();
        await tend();
        const now = clock.now().getTime();
        const oldest = Math.floor(now / dayMs - days) * dayMs;
        // Nothing is taken days ahead of now, so such a record is another program's: each would have a table of its own.
        const latest = now + mostAheadMs;
        const kept = messages.filter(({ acceptedAt: at }) => at.getTime() >= oldest && at.getTime() < latest);
        if (kept.length === 0) return;
        await partitions.ensure(kept.map(({ acceptedAt }) => acceptedAt));
        await pool.query(
          upsert,
          columns.map(({ of }) => kept.map((message) => of(message, sealing))),
        );
      }),
    search: (query, limit, after) => select(searchSql(query, limit, after), true),
    find: (text) => select(findSql(text, mostFound), false),
    forget: (toHash) =>
      asked(async () => {
        await prepared();
        const { rowCount } = await pool.query(
          "UPDATE message_log SET number_sealed = NULL, number_hash = NULL WHERE number_hash = $1",
          [toHash],
        );
        return rowCount ?? 0;
      }),
    close: async () => {
      await Promise.all([pool.end(), readers.end()]);
    },
  };
};
