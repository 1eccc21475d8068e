import type { Pool, PoolClient } from "pg";

/** The query in work tells it too; nobody listening would end the process. */
const ignore = (): void => undefined;

/**
 * Lends a connection, which may break at any time. One on which anything failed is closed: a lock may be held, or a
 * transaction open, on it.
 */
export const withClient = async <Answer>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Answer>,
): Promise<Answer> => {
  const client = await pool.connect();
  client.on("error", ignore);
  let failed = true;
  try {
    const answer = await work(client);
    failed = false;
    return answer;
  } finally {
    client.release(failed);
    client.removeListener("error", ignore);
  }
};
