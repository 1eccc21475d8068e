import { type Journal, JournalLost } from "../../application/ports/journal.js";
import type { Schedule } from "../../application/ports/schedule.js";
import type { Throttle } from "../../application/ports/throttle.js";
import type { SendRates } from "../../application/delivery/send-rates.js";
import { checkRedis } from "./server/checks.js";
import { createRedisClient, type RedisClient } from "./server/client.js";
import { createIdentity } from "./journal/identity.js";
import { createRedisJournal } from "./journal/journal.js";
import { createRedisSchedule } from "./journal/schedule.js";
import { createSealing } from "./journal/sealing.js";
import { shards } from "./journal/shards.js";
import { createRedisMoneyLedger } from "./money/money-ledger.js";
import { lua as moneyLua } from "./money/lua.js";
import type { MoneyLedger } from "../../application/ports/money-ledger.js";
import { createSteps, type Steps } from "./journal/steps.js";
import { createRedisThrottle } from "./journal/throttle.js";

interface RedisStoreNeeds {
  /** One URL, or the nodes of one cluster. */
  readonly urls: readonly string[];
  /** `SMS_HASH_KEY`: seals what Redis keeps. */
  readonly hashKey: string;
  readonly ttlMs: number;
  readonly rates: SendRates;
  /** Sealed bytes that may wait in the schedule, over all shards. */
  readonly parkedBytesCap?: number | undefined;
  readonly deadlineMs?: number | undefined;
  /** Milliseconds added to the server's clock, whole; 0 but in tests. */
  readonly clockOffset?: (() => number) | undefined;
}

export interface RedisStore {
  readonly client: RedisClient;
  readonly journal: Journal;
  readonly schedule: Schedule;
  readonly throttle: Throttle;
  readonly moneyLedger: MoneyLedger;
  /** Empty while it works; otherwise why not, `journal-lost` among it. */
  troubles(): readonly string[];
  /** What this Redis does not promise, what that can cost, and the command that mends it. */
  checks(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const defaultParkedBytes = 256 * 2 ** 20;

/** Everything that lives in Redis, over one client. */
export const createRedisStore = (needs: RedisStoreNeeds): RedisStore => {
  const { urls, hashKey, ttlMs, rates, deadlineMs } = needs;
  const { parkedBytesCap = defaultParkedBytes, clockOffset = () => 0 } = needs;
  const client = createRedisClient({ urls, deadlineMs });
  const identity = createIdentity(() => raw);
  const raw: Steps = createSteps({
    client,
    born: identity.current,
    ttlMs,
    parkedBytesCap: Math.floor(parkedBytesCap / shards.length),
    clockOffset,
    ops: [moneyLua.money],
  });

  /** Steps under our id; after a loss that an operator accepted, under the new one. */
  const ours = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (identity.current() === "") await identity.ensure();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof JournalLost) || !(await identity.adopt())) throw error;
      return ask();
    }
  };
  const steps: Steps = (step) => ours(() => raw(step));
  const sealing = createSealing(hashKey);
  return {
    client,
    journal: createRedisJournal({ steps, identity, sealing }),
    schedule: createRedisSchedule({ steps, sealing }),
    throttle: createRedisThrottle(raw, rates),
    moneyLedger: createRedisMoneyLedger(raw),
    troubles: () => [
      ...client.troubles(),
      ...(identity.lost()
        ? ["journal-lost: Redis no longer holds this journal; decide with: sms journal accept-loss"]
        : []),
    ],
    checks: () => checkRedis(client),
    close: client.close,
  };
};
