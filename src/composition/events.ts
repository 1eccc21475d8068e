import type { Config } from "../adapters/environment/config.js";
import { createKafkaConsentLog } from "../adapters/kafka/consume/consent-log.js";
import { readCommittedMetadata } from "../adapters/kafka/consume/committed-metadata.js";
import { createKafkaEventPublisher } from "../adapters/kafka/publish/event-publisher.js";
import { createKafkaEventSource, type PartitionLag } from "../adapters/kafka/consume/event-source.js";
import type { KafkaSettings } from "../adapters/kafka/library/settings.js";
import { ensureTopics } from "../adapters/kafka/topics/topics.js";
import { createKafkaDeadLetterLog } from "../adapters/kafka/consume/dead-letter-log.js";
import { createBusDeadLetterLog } from "../adapters/memory/dead-letter-log.js";
import type { DeadLetterLog } from "../application/ports/dead-letter-log.js";
import { createBusConsentLog } from "../adapters/memory/consent-log.js";
import { MemoryEventBus } from "../adapters/memory/event-bus.js";
import { createBusReader } from "../adapters/memory/bus-reader.js";
import { consentTopic } from "../application/consent/publish-consent.js";
import { createKafkaReportLog } from "../adapters/kafka/consume/report-log.js";
import { createBusReportLog } from "../adapters/memory/report-log.js";
import type { ReportLog } from "../application/ports/report-log.js";
import { eventTopics } from "../application/notifications/routes.js";
import { webhookTopics } from "../application/webhooks/webhook-topics.js";
import { reportTopics } from "../application/log/read-report.js";
import { kafkaSettings } from "./kafka-settings.js";
import type { Clock } from "../application/ports/clock.js";
import type { ConsentLog } from "../application/ports/consent-log.js";
import type { EventPublisher } from "../application/ports/event-publisher.js";
import type { EventSource } from "../application/ports/event-source.js";
import type { ErrorLog } from "../application/ports/error-log.js";
import type { Journal } from "../application/ports/journal.js";
import type { Log } from "../application/ports/log.js";

/** The source of events and the publisher of outcomes, with their life. */
export interface Events {
  readonly source: EventSource;
  readonly publisher: EventPublisher;
  /** The embedded bus, where no Kafka is configured. */
  readonly bus: MemoryEventBus | undefined;
  /** The outcome topics, read by a group of its own for the message log. */
  readonly reports: EventSource;
  /** The topics that webhooks tell of, read by another group of its own. */
  readonly webhookReports: EventSource;
  readonly reportLog: ReportLog;
  /** `sms.consent`, to be read from its beginning. */
  readonly consentLog: ConsentLog;
  readonly deadLetterLog: DeadLetterLog;
  /** Makes sure of the topics; answers their weak points, each a sentence with its cure. */
  open(): Promise<readonly string[]>;
  /** Records not committed yet, by partition. */
  lag(): readonly PartitionLag[];
  /** Weak points that work nevertheless, each a sentence. */
  warnings(): readonly string[];
  /** The journals that the group's committed offsets name: an operator accepts the loss of these. */
  journals(): Promise<readonly (string | null)[]>;
}

interface EventNeeds {
  readonly clock: Clock;
  readonly config: Config;
  readonly errorLog: ErrorLog;
  readonly journal: Journal;
  readonly log: Log;
}

const outputs = [...new Set([...Object.keys(reportTopics), ...webhookTopics, "campaign.state_changed"])];
const deadLetter = "sms.dead-letter";
/** Every outcome that is written would be an answer of its own otherwise, which costs broker and worker as much again. */
const reportBytes = 64 * 1024;

const embedded = ({ clock, config }: EventNeeds): Events => {
  // A journal in Redis remembers the offsets of earlier lives.
  const firstOffset = config.REDIS_URL === undefined ? 0n : BigInt(clock.now().getTime()) * 1_000n;
  const bus = new MemoryEventBus({ topics: eventTopics, firstOffset, now: () => clock.now() });
  return {
    source: bus,
    publisher: bus,
    bus,
    consentLog: createBusConsentLog(bus, consentTopic),
    deadLetterLog: createBusDeadLetterLog(bus),
    reports: createBusReader(bus, Object.keys(reportTopics)),
    webhookReports: createBusReader(bus, webhookTopics),
    reportLog: createBusReportLog(bus),
    open: async () => [],
    lag: () => bus.lag(),
    warnings: () => [],
    journals: async () => [],
  };
};

const onKafka = ({ clock, errorLog, journal, log }: EventNeeds, settings: KafkaSettings): Events => {
  const now = () => clock.now().getTime();
  const source = createKafkaEventSource({ settings, topics: eventTopics, journal, errorLog, log, now });
  return {
    source,
    publisher: createKafkaEventPublisher({ settings, log, now }),
    bus: undefined,
    consentLog: createKafkaConsentLog({ settings, topic: consentTopic, log }),
    deadLetterLog: createKafkaDeadLetterLog({ settings, log }),
    reports: createKafkaEventSource({
      settings: { ...settings, KAFKA_GROUP_ID: `${settings.KAFKA_GROUP_ID}-log` },
      topics: Object.keys(reportTopics),
      journal: { born: async () => undefined, knows: async () => true },
      errorLog,
      log,
      leastBytes: reportBytes,
    }),
    webhookReports: createKafkaEventSource({
      settings: { ...settings, KAFKA_GROUP_ID: `${settings.KAFKA_GROUP_ID}-webhooks` },
      topics: webhookTopics,
      journal: { born: async () => undefined, knows: async () => true },
      errorLog,
      log,
    }),
    reportLog: createKafkaReportLog({ settings, log }),
    open: async () =>
      (
        await ensureTopics({
          settings,
          topics: { inputs: eventTopics, outputs, compacted: [consentTopic], deadLetter },
          log,
        })
      ).weaknesses,
    lag: () => source.lag(),
    warnings: () => source.warnings(),
    journals: () => readCommittedMetadata(settings, eventTopics, log),
  };
};

/** The embedded bus, or Kafka where it is configured. */
export const createEvents = (needs: EventNeeds): Events => {
  const settings = kafkaSettings(needs.config);
  return settings === undefined ? embedded(needs) : onKafka(needs, settings);
};
