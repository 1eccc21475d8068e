import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPostgresMessageLog } from "../../../src/adapters/postgres/message-log.js";
import { schemaLock } from "../../../src/adapters/postgres/migrations.js";
import { findSql, searchSql } from "../../../src/adapters/postgres/search-sql.js";
import { createSealing } from "../../../src/adapters/redis/journal/sealing.js";
import { LogUnavailable, SearchTooSlow } from "../../../src/application/ports/message-log.js";
import { logged, logNow, messageLogContract } from "../../contracts/message-log.contract.js";
import { describeWith } from "../../support/needs.js";
import { type PostgresServer, queryPostgres, startPostgres } from "../../support/postgres-server.js";

const dayMs = 86_400_000;
const sealing = createSealing("k".repeat(32));

describeWith(["initdb", "postgres"], "message log in PostgreSQL", () => {
  let server: PostgresServer;
  const open: { close(): Promise<void> }[] = [];

  const logAt = (url: string, now = logNow, days = 30) => {
    const log = createPostgresMessageLog({ url, clock: { now: () => now }, days, sealing });
    open.push(log);
    return log;
  };

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await Promise.all(open.map((log) => log.close()));
    await server?.stop();
  });

  messageLogContract("PostgreSQL", async () => logAt(await server.database()));

  describe("its tables", () => {
    const tables = async (url: string) =>
      (
        await queryPostgres(url, "SELECT relname FROM pg_class WHERE relname ~ '^message_log_[0-9]{8}$' ORDER BY 1")
      ).map(({ relname }) => relname.slice(-8));

    test("several workers bring an empty database up to date at once", async () => {
      const url = await server.database();
      const workers = [1, 2, 3].map(() => logAt(url));
      await Promise.all(workers.map((log) => log.open()));
      await Promise.all(workers.map((log, n) => log.record([logged(n + 1)])));
      expect(await workers[0]!.find("ORD-3")).toHaveLength(1);
      expect(await queryPostgres(url, "SELECT version::int AS version FROM message_log_schema ORDER BY 1")).toEqual(
        [1, 2, 3, 4].map((version) => ({ version })),
      );
    });

    test("a day's table is made ahead, and dropped whole once it is too old; what is older is not taken in again", async () => {
      const url = await server.database();
      const log = logAt(url);
      await log.open();
      const old = logged(1, { acceptedAt: new Date(logNow.getTime() - 30 * dayMs) });
      await log.record([old]);
      expect(await tables(url)).toEqual(["20261023", "20261122", "20261123", "20261124", "20261125"]);
      const tomorrow = logAt(url, new Date(logNow.getTime() + dayMs));
      await tomorrow.open();
      expect(await tables(url)).toEqual(["20261122", "20261123", "20261124", "20261125", "20261126"]);
      await tomorrow.record([old]);
      expect(await tomorrow.find("ORD-1")).toEqual([]);
    });
  });

  test("deployments that share a database, each with a schema of its own, have tables of their own", async () => {
    const url = await server.database();
    for (const schema of ["one", "two"]) {
      await queryPostgres(url, `CREATE SCHEMA ${schema}`);
      const log = logAt(`${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`);
      await log.record([logged(1, { caller: schema })]);
      expect(await log.find("ORD-1")).toMatchObject([{ caller: schema }]);
    }
  });

  test("a dump of the database holds no digit of a number", async () => {
    const url = await server.database();
    await logAt(url).record([logged(1, { to: "+919812345678" })]);
    const [row] = await queryPostgres(url, "SELECT message_log::text AS whole, number_sealed FROM message_log");
    expect(row.whole).not.toContain("9812345678");
    expect(String(row.number_sealed)).not.toContain("9812345678");
  });

  test("a search that is kept waiting ends within its time, and says that it took too long", async () => {
    const url = await server.database();
    const log = logAt(url);
    await log.record([logged(1)]);
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    try {
      await other.query("BEGIN; LOCK TABLE message_log IN ACCESS EXCLUSIVE MODE");
      await expect(log.search({ since: new Date(0), until: logNow }, 1)).rejects.toThrow(SearchTooSlow);
      // Nobody can narrow these: the log does not answer now.
      await expect(log.find("ORD-1")).rejects.toThrow(LogUnavailable);
      await other.query("COMMIT");
      expect(await log.search({ since: new Date(0), until: logNow }, 1)).toHaveLength(1);
    } finally {
      await other.end();
    }
  });

  test.each(["correlation_id", "reference"])(
    "a %s that many old messages share is found by reading no more of them than are told, before any statistics",
    async (column) => {
      const url = await server.database();
      const first = logged(1, { reference: "r-1" });
      await logAt(url).record([first]);
      const others = ["message_id", "accepted_at", column];
      const values = `gen_random_uuid(), accepted_at - n * interval '10 ms', CASE WHEN n > 30000 THEN 'summer' ELSE 'own-' || n END`;
      const [{ all }] = await queryPostgres(
        url,
        `SELECT string_agg(attname, ',') AS all FROM pg_attribute WHERE attrelid = 'message_log'::regclass AND attnum > 0 AND attname <> ALL ('{${others.join()}}')`,
      );
      await queryPostgres(
        url,
        `INSERT INTO message_log (${others.join()},${all}) SELECT ${values},${all} FROM message_log, generate_series(1, 60000) n`,
      );
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        const field = column === "reference" ? "reference" : "correlationId";
        const week = { since: new Date(logNow.getTime() - 7 * dayMs), until: new Date(logNow.getTime() + 1) };
        const behind = { ...first, acceptedAt: new Date(logNow.getTime() - 450_000) };
        for (const { text, values } of [
          ...[findSql("summer", 20), findSql("own-7", 20), findSql(first.messageId, 20)],
          ...[undefined, behind].map((after) => searchSql({ ...week, [field]: "summer" }, 20, after)),
        ]) {
          const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
          const plan = JSON.stringify(rows);
          const read = [...plan.matchAll(/"(?:Actual Rows|Rows Removed by Filter)":(\d+)/gu)].map(([, n]) => Number(n));
          expect(Math.max(...read), plan).toBeLessThanOrEqual(20);
        }
      } finally {
        await client.end();
      }
    },
  );

  test("a log of an earlier version gets its new indexes with its next days, at once", async () => {
    const url = await server.database();
    await logAt(url).record([logged(1)]);
    await queryPostgres(
      url,
      `DROP INDEX message_log_by_correlation, message_log_by_reference;
      CREATE INDEX ON message_log (correlation_id); CREATE INDEX ON message_log (reference);
      DELETE FROM message_log_schema WHERE version = 4`,
    );
    const log = logAt(url);
    const old = logged(2, { acceptedAt: new Date(logNow.getTime() - 9 * dayMs) });
    await log.record([old, logged(3)]);
    expect((await log.find("ORD-2")).length + (await log.find("ORD-3")).length).toBe(2);
    const indexes = await queryPostgres(
      url,
      "SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%(correlation_id, accepted_at DESC, message_id DESC)%' AND tablename ~ '[0-9]'",
    );
    expect(indexes).toEqual([{ tablename: "message_log_20261113" }]);
  });

  test.each([
    ["all of it", "DROP TABLE message_log, message_log_schema"],
    ["a day of it", "DROP TABLE message_log_20261122"],
  ])("a log of which somebody drops %s while it is written is made again", async (_, sql) => {
    const url = await server.database();
    const log = logAt(url);
    await log.record([logged(1)]);
    await queryPostgres(url, sql);
    await expect(log.record([logged(2)])).rejects.toThrow(LogUnavailable);
    await log.record([logged(2)]);
    expect(await log.find("ORD-2")).toHaveLength(1);
  });

  test("a worker that gives up waiting for the schema's turn leaves nobody else waiting", async () => {
    const url = await server.database();
    const log = logAt(`${url}?query_timeout=300`);
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    try {
      await other.query("SELECT pg_advisory_lock($1)", [schemaLock]);
      await expect(log.open()).rejects.toThrow(LogUnavailable);
      await other.query("SELECT pg_advisory_unlock($1)", [schemaLock]);
      await log.open();
      expect(await queryPostgres(url, "SELECT pid FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]);
    } finally {
      await other.end();
    }
  });

  test("a server that is away is `LogUnavailable`; once it is back the same log goes on", async () => {
    const own = await startPostgres();
    const log = logAt(own.url);
    try {
      await log.record([logged(1)]);
      await own.kill();
      await expect(log.record([logged(2)])).rejects.toThrow(LogUnavailable);
      await expect(log.search({ since: new Date(0), until: logNow }, 1)).rejects.toThrow(LogUnavailable);
      await own.restart();
      await log.record([logged(2)]);
      expect(await log.find("ORD-1")).toHaveLength(1);
    } finally {
      await own.stop();
    }
  });
});
