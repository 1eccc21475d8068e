import { randomBytes } from "node:crypto";
import type { Config } from "../adapters/environment/config.js";
import { createMemoryMessageLog } from "../adapters/memory/message-log.js";
import { createPostgresMessageLog } from "../adapters/postgres/message-log.js";
import { createSealing } from "../adapters/redis/journal/sealing.js";
import type { Clock } from "../application/ports/clock.js";
import type { MessageLog } from "../application/ports/message-log.js";

/** The message log and its life. */
export interface KeptMessageLog extends MessageLog {
  /** Prepares the log; answers its weak points, each a sentence with its cure. Never rejects: the log may be away. */
  open(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const inMemory = (): KeptMessageLog => ({
  ...createMemoryMessageLog(),
  open: async () => [],
  close: async () => undefined,
});

const inPostgres = (config: Config, url: string, clock: Clock): KeptMessageLog => {
  // Without a key of the deployment nothing outlives the process, the numbers in the log neither.
  const key = config.SMS_HASH_KEY ?? randomBytes(32).toString("base64");
  const log = createPostgresMessageLog({ url, clock, days: config.SMS_LOG_DAYS, sealing: createSealing(key) });
  return {
    ...log,
    open: () =>
      log.open().then(
        () => [],
        (error: unknown) => [
          `The message log is away: ${error instanceof Error ? error.message : "unknown"}; texts go on, its rows follow. Check DATABASE_URL`,
        ],
      ),
  };
};

/** Memory, or PostgreSQL where it is configured. */
export const createMessageLog = (config: Config, clock: Clock): KeptMessageLog =>
  config.DATABASE_URL === undefined ? inMemory() : inPostgres(config, config.DATABASE_URL, clock);
