import type { Pool } from "pg";
import { dayText } from "../../domain/instant-text.js";
import { schemaLock } from "./migrations.js";
import { withClient } from "./with-client.js";

const dayMs = 86_400_000;
/** Days made ahead, so that midnight meets a table that is there. */
const daysAhead = 3;

const dayOf = (at: Date): string => dayText(at.getTime());
const after = (day: string, days: number): string => dayOf(new Date(Date.parse(day) + days * dayMs));
/** Only digits come of a day, so the name and the bounds need no quoting. */
const nameOf = (day: string): string => `message_log_${day.replaceAll("-", "")}`;

/** A table that was made before it is attached locks nobody out of the others, as `CREATE … PARTITION OF` would. */
const creation = (day: string): string => `
  CREATE TABLE IF NOT EXISTS ${nameOf(day)} (LIKE message_log INCLUDING DEFAULTS);
  ALTER TABLE message_log ATTACH PARTITION ${nameOf(day)} FOR VALUES FROM ('${day}T00:00:00Z') TO ('${after(day, 1)}T00:00:00Z');`;

/** The daily tables of the message log: made where they are needed, dropped once all in them is too old. */
export interface Partitions {
  /** Makes sure of the tables of these instants. */
  ensure(instants: readonly Date[]): Promise<void>;
  /** Makes the next days' tables and drops those older than `days`; another worker may be doing the same. */
  tend(now: Date, days: number): Promise<void>;
  /** Looks again which tables there are: somebody else dropped one. */
  forget(): void;
}

export const createPartitions = (pool: Pool): Partitions => {
  const known = new Set<string>();

  const existing = async (): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ day: string }>(
      `SELECT substring(c.relname FROM '[0-9]{8}$') AS day FROM pg_inherits i
         JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'message_log'::regclass`,
    );
    return rows.map(({ day }) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`);
  };

  const make = (days: readonly string[]): Promise<void> =>
    withClient(pool, async (client) => {
      await client.query("SELECT pg_advisory_lock($1)", [schemaLock]);
      const there = new Set(await existing());
      for (const day of days) {
        if (!there.has(day)) await client.query(`BEGIN;${creation(day)}COMMIT`);
        known.add(day);
      }
      await client.query("SELECT pg_advisory_unlock($1)", [schemaLock]);
    });

  const ensure = async (instants: readonly Date[]): Promise<void> => {
    const days = [...new Set(instants.map(dayOf))].filter((day) => !known.has(day));
    if (days.length > 0) await make(days);
  };

  return {
    ensure,
    forget: () => known.clear(),
    tend: async (now, days) => {
      await ensure(Array.from({ length: daysAhead + 1 }, (_, ahead) => new Date(now.getTime() + ahead * dayMs)));
      const oldest = dayOf(new Date(now.getTime() - days * dayMs));
      for (const day of await existing())
        if (day < oldest) {
          known.delete(day);
          await pool.query(`DROP TABLE IF EXISTS ${nameOf(day)}`);
        }
    },
  };
};
