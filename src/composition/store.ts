import type { Config } from "../adapters/environment/config.js";
import { createMemoryJournal } from "../adapters/memory/journal.js";
import { createMemoryThrottle } from "../adapters/memory/throttle.js";
import type { Clock } from "../application/ports/clock.js";
import type { Journal } from "../application/ports/journal.js";
import type { Schedule } from "../application/ports/schedule.js";
import type { Throttle } from "../application/ports/throttle.js";

/** Where messages are remembered, and its life. */
export interface Store {
  readonly journal: Journal;
  readonly schedule: Schedule;
  readonly throttle: Throttle;
  /** Connects; answers what is weak about it, each a sentence with its cure. */
  open(): Promise<readonly string[]>;
  /** Empty while it answers; otherwise why not. */
  troubles(): readonly string[];
  close(): Promise<void>;
}

const hourMs = 3_600_000;

/** Memory, or Redis where it is configured. */
export const createStore = ({ clock, config }: { clock: Clock; config: Config }): Store => {
  const ttlMs = config.JOURNAL_TTL_HOURS * hourMs;
  return {
    ...createMemoryJournal({ clock, ttlMs }),
    throttle: createMemoryThrottle(clock, config.rates),
    open: async () => ["The journal is in memory: after a restart, a text may be sent twice; set REDIS_URL"],
    troubles: () => [],
    close: async () => undefined,
  };
};
