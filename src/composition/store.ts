import type { Clock } from "../application/ports/clock.js";
import type { Config } from "../adapters/environment/config.js";
import { readSecret } from "../adapters/files/secret.js";
import { createMemoryAudiences } from "../adapters/memory/audiences.js";
import { createMemoryCampaignLedger } from "../adapters/memory/campaign-ledger.js";
import { createMemoryConsentLedger } from "../adapters/memory/consent-ledger.js";
import { createMemoryConsentReview } from "../adapters/memory/consent-review.js";
import { createMemoryDeadNumbers } from "../adapters/memory/dead-numbers.js";
import { createMemoryDeadLetterMarks } from "../adapters/memory/dead-letter-marks.js";
import { createMemoryWebhookStore } from "../adapters/memory/webhook-store.js";
import { createMemoryIdempotency } from "../adapters/memory/idempotency.js";
import { createMemoryJournal } from "../adapters/memory/journal.js";
import { createMemoryOtpStore } from "../adapters/memory/otp-store.js";
import { createMemoryPumpingLedger } from "../adapters/memory/pumping-ledger.js";
import { createMemorySpentWords } from "../adapters/memory/spent-words.js";
import { createMemorySweepStore } from "../adapters/memory/sweep-store.js";
import { createMemoryMoneyLedger } from "../adapters/memory/money-ledger.js";
import { createMemoryRecipientLog } from "../adapters/memory/recipient-log.js";
import type { MoneyLedger } from "../application/ports/money-ledger.js";
import type { RecipientLog } from "../application/ports/recipient-log.js";
import { createMemoryThrottle } from "../adapters/memory/throttle.js";
import { createRedisAudiences } from "../adapters/redis/campaigns/audiences.js";
import { createRedisCampaignLedger } from "../adapters/redis/campaigns/campaign-ledger.js";
import { createRedisConsentLedger } from "../adapters/redis/consent/consent-ledger.js";
import { createRedisConsentReview } from "../adapters/redis/consent/consent-review.js";
import { createRedisDeadLetterMarks } from "../adapters/redis/dead-letters/dead-letter-marks.js";
import { createRedisWebhookStore } from "../adapters/redis/webhooks/webhook-store.js";
import type { WebhookStore } from "../application/ports/webhook-store.js";
import type { DeadNumbers } from "../application/ports/dead-numbers.js";
import type { DeadLetterMarks } from "../application/ports/dead-letter-marks.js";
import { createRedisSweepStore } from "../adapters/redis/consent/sweep-store.js";
import { createMemoryReceiptIndex } from "../adapters/memory/receipt-index.js";
import { createMemoryReceiptProgress } from "../adapters/memory/receipt-progress.js";
import { createMemoryUnparsedReceipts } from "../adapters/memory/unparsed-receipts.js";
import { createSealing } from "../adapters/redis/journal/sealing.js";
import { createRedisReceiptIndex } from "../adapters/redis/receipts/receipt-index.js";
import { createRedisReceiptProgress } from "../adapters/redis/receipts/receipt-progress.js";
import { createRedisUnparsedReceipts } from "../adapters/redis/receipts/unparsed-receipts.js";
import { createRedisIdempotency } from "../adapters/redis/otp/idempotency.js";
import { createRedisOtpStore } from "../adapters/redis/otp/otp-store.js";
import { createRedisPumpingLedger } from "../adapters/redis/otp/pumping-ledger.js";
import type { SharedTime } from "../adapters/system/shared-clock.js";
import { createRedisSpentWords } from "../adapters/redis/money/spent-words.js";
import { createRedisStore } from "../adapters/redis/store.js";
import type { Audiences } from "../application/ports/audiences.js";
import type { CampaignLedger } from "../application/ports/campaign-ledger.js";
import type { ConsentLedger } from "../application/ports/consent-ledger.js";
import type { ConsentReview } from "../application/ports/consent-review.js";
import type { Idempotency } from "../application/ports/idempotency.js";
import { type Journal, JournalUnavailable } from "../application/ports/journal.js";
import type { Log } from "../application/ports/log.js";
import type { OtpStore } from "../application/ports/otp-store.js";
import type { PumpingLedger } from "../application/ports/pumping-ledger.js";
import type { ReceiptIndex } from "../application/ports/receipt-index.js";
import type { ReceiptProgress } from "../application/ports/receipt-progress.js";
import type { Schedule } from "../application/ports/schedule.js";
import type { SpentWords } from "../application/ports/spent-words.js";
import type { SweepStore } from "../application/ports/sweep-store.js";
import type { Throttle } from "../application/ports/throttle.js";
import { deploymentName } from "./deployment-name.js";
import type { Departures } from "../application/ports/departures.js";
import type { UnparsedReceipts } from "../application/ports/unparsed-receipts.js";

/** The memory of messages and codes, with its life. */
export interface Store {
  readonly journal: Journal;
  /** undefined where the parts are asked one after the other. */
  readonly departures: Departures | undefined;
  readonly schedule: Schedule;
  readonly throttle: Throttle;
  readonly moneyLedger: MoneyLedger;
  readonly recipientLog: RecipientLog;
  readonly otpStore: OtpStore;
  readonly idempotency: Idempotency;
  readonly pumpingLedger: PumpingLedger;
  readonly audiences: Audiences;
  readonly campaignLedger: CampaignLedger;
  readonly consentLedger: ConsentLedger;
  readonly consentReview: ConsentReview;
  readonly deadLetterMarks: DeadLetterMarks;
  readonly deadNumbers: DeadNumbers;
  readonly webhookStore: WebhookStore;
  readonly blockedWords: SpentWords;
  readonly spentWords: SpentWords;
  readonly sweepStore: SweepStore;
  readonly receiptIndex: ReceiptIndex;
  readonly receiptProgress: ReceiptProgress;
  readonly unparsedReceipts: UnparsedReceipts;
  /** Connects; answers its weak points, each a sentence with its cure. */
  open(): Promise<readonly string[]>;
  /** Empty while it answers; otherwise why not. */
  troubles(): readonly string[];
  /** Weak points now that still work. */
  warnings(): readonly string[];
  close(): Promise<void>;
}

interface StoreNeeds {
  readonly clock: Clock;
  readonly config: Config;
  readonly log: Log;
  readonly sharedTime: SharedTime;
}

const hourMs = 3_600_000;
/** A checked file that no campaign uses is kept for a week. */
const audienceMs = 7 * 24 * hourMs;

const inMemory = ({ clock, config }: StoreNeeds): Store => ({
  ...createMemoryJournal({ clock, ttlMs: config.JOURNAL_TTL_HOURS * hourMs }),
  departures: undefined,
  throttle: createMemoryThrottle(clock, config.rates),
  moneyLedger: createMemoryMoneyLedger({ clock }),
  recipientLog: createMemoryRecipientLog({ clock }),
  otpStore: createMemoryOtpStore({ clock }),
  idempotency: createMemoryIdempotency({ clock }),
  pumpingLedger: createMemoryPumpingLedger({ clock }),
  audiences: createMemoryAudiences({ clock, keepMs: audienceMs }),
  campaignLedger: createMemoryCampaignLedger({ clock }),
  consentLedger: createMemoryConsentLedger({ clock, whole: config.KAFKA_BROKERS === undefined }),
  consentReview: createMemoryConsentReview(),
  deadLetterMarks: createMemoryDeadLetterMarks({ clock }),
  deadNumbers: createMemoryDeadNumbers({ clock }),
  webhookStore: createMemoryWebhookStore(),
  blockedWords: createMemorySpentWords(),
  spentWords: createMemorySpentWords(),
  sweepStore: createMemorySweepStore({ clock }),
  receiptIndex: createMemoryReceiptIndex({ clock }),
  receiptProgress: createMemoryReceiptProgress({ clock }),
  unparsedReceipts: createMemoryUnparsedReceipts({ clock }),
  open: async () => [],
  troubles: () => [],
  warnings: () => [],
  close: async () => undefined,
});

const inRedis = ({ config, log, sharedTime }: StoreNeeds, urls: readonly string[], hashKey: string): Store => {
  const ttlMs = config.JOURNAL_TTL_HOURS * hourMs;
  const deployment = deploymentName(config);
  const { rates, REDIS_PASSWORD_FILE: file, REDIS_REPLICAS: replicas } = config;
  const password = file === undefined ? undefined : () => readSecret(file);
  const needs = { deployment, urls, hashKey, ttlMs, rates, password, replicas };
  const { checks, client, clock, close, now, ...store } = createRedisStore(needs);
  sharedTime.follow(now);
  const pumpingLedger = createRedisPumpingLedger({ client, clock, deployment, log });
  // A brace in the namespace would break a cluster's hash tags.
  const namespace = deployment.replaceAll(/[{}]/gu, "_");
  return {
    ...store,
    otpStore: createRedisOtpStore({ client, clock, deployment }),
    idempotency: createRedisIdempotency({ client, clock, deployment }),
    pumpingLedger,
    audiences: createRedisAudiences({ client, namespace, sealing: createSealing(hashKey), keepMs: audienceMs }),
    campaignLedger: createRedisCampaignLedger({ client, clock, namespace, sealing: createSealing(hashKey) }),
    consentLedger: createRedisConsentLedger({ client, clock, deployment }),
    consentReview: createRedisConsentReview({ client, deployment }),
    webhookStore: createRedisWebhookStore({ client, deployment, sealing: createSealing(hashKey) }),
    deadLetterMarks: createRedisDeadLetterMarks({ client, deployment, sealing: createSealing(hashKey) }),
    blockedWords: createRedisSpentWords({ client, deployment, of: "blocked" }),
    spentWords: createRedisSpentWords({ client, deployment, of: "spent" }),
    sweepStore: createRedisSweepStore({ client, clock, deployment }),
    receiptIndex: createRedisReceiptIndex({ client, clock, namespace }),
    receiptProgress: createRedisReceiptProgress({ client, clock, namespace }),
    unparsedReceipts: createRedisUnparsedReceipts({ client, clock, namespace, sealing: createSealing(hashKey) }),
    open: () =>
      checks().catch((error: unknown) => {
        if (!(error instanceof JournalUnavailable)) throw error;
        return [
          "Redis does not answer at REDIS_URL: nothing is sent until it does, and what it promises is not checked; start it, or mend REDIS_URL",
        ];
      }),
    close: async () => {
      // The pumping ledger's last counts are worth little, and the store it closes may be away.
      await pumpingLedger.close().catch(() => undefined);
      await close();
    },
  };
};

/** Memory, or Redis where it is configured. */
export const createStore = (needs: StoreNeeds): Store => {
  const { REDIS_URL, SMS_HASH_KEY } = needs.config;
  return REDIS_URL === undefined || SMS_HASH_KEY === undefined
    ? inMemory(needs)
    : inRedis(needs, REDIS_URL, SMS_HASH_KEY);
};
