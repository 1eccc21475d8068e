import { type Journal, JournalLost } from "../../application/ports/journal.js";
import type { Schedule } from "../../application/ports/schedule.js";
import type { Throttle } from "../../application/ports/throttle.js";
import type { SendRates } from "../../application/delivery/send-rates.js";
import { redisWeaknesses } from "./server/redis-weaknesses.js";
import { createRedisClient, type RedisClient } from "./server/client.js";
import { createJournalIdentity, WrongHashKey } from "./journal/journal-identity.js";
import { keyPrint } from "./journal/key-print.js";
import { createRedisJournal } from "./journal/journal.js";
import { createOpenOutcome } from "./journal/open-outcome.js";
import { createRedisDepartures } from "./departures.js";
import type { Departures } from "../../application/ports/departures.js";
import { createLiveness } from "./journal/liveness.js";
import { createProgress } from "./journal/progress.js";
import { createRedisSchedule } from "./journal/schedule.js";
import { createSealing } from "./journal/sealing.js";
import { createSharedClock } from "./journal/shared-clock.js";
import { shards } from "./journal/shards.js";
import { createRedisMoneyLedger } from "./money/money-ledger.js";
import { lua as rateLua } from "./rate/lua.js";
import { createRedisDeadNumbers } from "./rate/dead-numbers.js";
import { createRedisRecipientLog } from "./rate/recipient-log.js";
import type { DeadNumbers } from "../../application/ports/dead-numbers.js";
import type { RecipientLog } from "../../application/ports/recipient-log.js";
import { lua as moneyLua } from "./money/lua.js";
import type { MoneyLedger } from "../../application/ports/money-ledger.js";
import { createBatchedSteps, type Steps } from "./journal/batched-steps.js";
import { createRedisThrottle } from "./rate/throttle.js";

interface RedisStoreNeeds {
  /** One URL, or the nodes of one cluster. */
  readonly urls: readonly string[];
  /** Names the keys: deployments that share a Redis share nothing. */
  readonly deployment: string;
  /** `SMS_HASH_KEY`: seals values in Redis. */
  readonly hashKey: string;
  readonly ttlMs: number;
  readonly rates: SendRates;
  /** Sealed bytes that may wait in the schedule, over all shards. */
  readonly parkedBytesCap?: number | undefined;
  readonly deadlineMs?: number | undefined;
  /** Milliseconds added to the server's clock, whole; 0 but in tests. */
  readonly clockOffset?: (() => number) | undefined;
  /** For each new connection; undefined: the URL's. */
  readonly password?: (() => string) | undefined;
  /** `REDIS_REPLICAS`. */
  readonly replicas?: number | undefined;
}

export interface RedisStore {
  readonly client: RedisClient;
  readonly journal: Journal;
  /** undefined on a cluster, whose servers have a part each. */
  readonly departures: Departures | undefined;
  readonly schedule: Schedule;
  readonly throttle: Throttle;
  readonly moneyLedger: MoneyLedger;
  readonly recipientLog: RecipientLog;
  readonly deadNumbers: DeadNumbers;
  /** Empty while it works; otherwise why not, `journal-lost` among it. */
  troubles(): readonly string[];
  /** Weak points now that still work. */
  warnings(): readonly string[];
  /** The clock that all workers share, in ms since 1970; undefined before it was read once. */
  now(): number | undefined;
  /** The same, as scripts outside of the journal's steps take it. */
  clock(): string;
  /**
   * Weaknesses of this Redis, each with its possible cost and the command that mends it. Rejects where the journal is
   * another's.
   */
  checks(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const defaultParkedBytes = 256 * 2 ** 20;
const tolerableSeconds = 2;

/** Everything that lives in Redis, over one client. */
export const createRedisStore = (needs: RedisStoreNeeds): RedisStore => {
  const { deployment, urls, hashKey, ttlMs, rates, deadlineMs, password, replicas } = needs;
  const { parkedBytesCap = defaultParkedBytes, clockOffset = () => 0 } = needs;
  const client = createRedisClient({ urls, deadlineMs, password, replicas });
  const progress = createProgress();
  const sealing = createSealing(hashKey);
  const identity = createJournalIdentity({ steps: () => raw, progress, print: keyPrint(hashKey) });
  const clock = createSharedClock({
    steps: () => raw,
    shard: shards[0]!,
    monotonic: () => performance.now(),
    wall: Date.now,
  });
  const { steps: raw, chain } = createBatchedSteps({
    client,
    deployment,
    born: identity.current,
    ttlMs,
    parkedBytesCap: Math.floor(parkedBytesCap / shards.length),
    now: clock.now,
    clockOffset,
    ops: [moneyLua.money, rateLua.recipient, rateLua.deadNumbers, rateLua.throttle],
    progress,
  });

  /** Our id and the shared clock are known: both are asked for at the first step. */
  const isReady = () => identity.current() !== "" && clock.now() !== undefined;
  const makeReady = async (): Promise<void> => {
    if (identity.current() === "") await identity.ensure();
    if (clock.now() === undefined) await clock.read();
  };

  /** Steps under our id; after a loss that an operator accepted, under the new one. */
  const ours = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (!isReady()) return makeReady().then(() => ours(ask));
    clock.follow();
    return ask().catch(async (error: unknown) => {
      if (!(error instanceof JournalLost) || !(await identity.adopt())) throw error;
      return ask();
    });
  };
  const steps: Steps = (step) => ours(() => raw(step));
  let asked = 0;
  const nextAsked = () => {
    asked += 1;
    return asked;
  };
  const openOutcome = createOpenOutcome(sealing);
  const liveness = createLiveness({
    steps: () => raw,
    ready: isReady,
    monotonic: () => performance.now(),
  });
  // A write now and then, so that a server that takes none is known too although nothing is sent.
  liveness.start();
  return {
    client,
    now: clock.now,
    clock: () => {
      const now = clock.now();
      return now === undefined ? String(clockOffset()) : `=${now + clockOffset()}`;
    },
    // Whoever delivers events asks for `born` first: by then the shared clock is known, and none is read by another.
    journal: createRedisJournal({
      ...{ steps, identity, liveness, sealing, openOutcome, nextAsked },
      born: () => ours(() => identity.ensure()),
    }),
    departures:
      chain === undefined
        ? undefined
        : createRedisDepartures({
            chain: (all) => ours(() => chain(all)),
            asker: liveness.self,
            nextAsked,
            openOutcome,
          }),
    schedule: createRedisSchedule({ steps, sealing }),
    throttle: createRedisThrottle(raw, rates),
    moneyLedger: createRedisMoneyLedger(raw),
    recipientLog: createRedisRecipientLog(raw),
    deadNumbers: createRedisDeadNumbers(raw),
    troubles: () => [
      ...client.troubles(),
      ...[identity.refusal() ?? []].flat(),
      ...(identity.lost()
        ? ["journal-lost: Redis no longer holds this journal; decide with: sms journal accept-loss"]
        : []),
    ],
    warnings: () => {
      const seconds = clock.ahead() / 1_000;
      if (Math.abs(seconds) <= tolerableSeconds) return [];
      const off = `${Math.abs(seconds).toFixed(1)} s ${seconds > 0 ? "ahead of" : "behind"}`;
      return [`This machine's clock is ${off} Redis's, which decides; keep both by NTP`];
    },
    checks: async () => {
      // Another deployment's journal ends the start; a journal that is lost or away is a reason to wait.
      await identity.ensure().catch((error: unknown) => {
        if (error instanceof WrongHashKey) throw error;
      });
      return redisWeaknesses(client);
    },
    close: () => {
      liveness.stop();
      return client.close();
    },
  };
};
