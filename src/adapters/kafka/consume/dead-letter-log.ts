import { type DeadLetterLog, DeadLettersUnavailable } from "../../../application/ports/dead-letter-log.js";
import type { EventRecord } from "../../../application/ports/event-source.js";
import type { Log } from "../../../application/ports/log.js";
import { errorText } from "../../../domain/error-text.js";
import { createClient } from "../library/client.js";
import { type FetchedSpan, fetchRecords } from "../library/fetch-records.js";
import type { KafkaSettings } from "../library/settings.js";
import { withAdmin } from "../library/with-admin.js";
import { eventRecord } from "./event-record.js";

interface LogNeeds {
  readonly settings: KafkaSettings;
  readonly log: Log;
}

const topic = "sms.dead-letter";

const unavailable = (error: unknown): never => {
  throw new DeadLettersUnavailable(`The topic ${topic} cannot be read: ${errorText(error)}`);
};

/** The topic on Kafka, fetched from the brokers at each call. */
export const createKafkaDeadLetterLog = ({ settings, log }: LogNeeds): DeadLetterLog => {
  const kafka = createClient(settings, log);
  const name = settings.KAFKA_TOPIC_PREFIX + topic;
  return {
    scan: async (most, take) => {
      const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(name)).catch(unavailable);
      let left = 0;
      const spans = offsets.map(({ partition, low, high }): FetchedSpan => {
        const [first, to] = [BigInt(low), BigInt(high)];
        const from = to - first > BigInt(most) ? to - BigInt(most) : first;
        left += Number(from - first);
        return { partition, from, to };
      });
      await fetchRecords(kafka, name, spans, (partition, message) =>
        take(eventRecord(topic, partition, message)),
      ).catch(unavailable);
      return left;
    },
    at: async (partition, offset) => {
      const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(name)).catch(unavailable);
      const kept = offsets.find((one) => one.partition === partition);
      if (kept === undefined || offset < BigInt(kept.low) || offset >= BigInt(kept.high)) return undefined;
      let found: EventRecord | undefined;
      await fetchRecords(kafka, name, [{ partition, from: offset, to: offset + 1n }], (_, message) => {
        found = eventRecord(topic, partition, message);
      }).catch(unavailable);
      return found;
    },
  };
};
