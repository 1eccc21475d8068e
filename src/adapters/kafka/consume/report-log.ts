import { EventsUnavailable } from "../../../application/ports/event-publisher.js";
import type { Log } from "../../../application/ports/log.js";
import type { ReportLog } from "../../../application/ports/report-log.js";
import { errorText } from "../../../domain/error-text.js";
import { createClient } from "../library/client.js";
import { fetchRecords } from "../library/fetch-records.js";
import type { KafkaSettings } from "../library/settings.js";
import { withAdmin } from "../library/with-admin.js";
import { eventRecord } from "./event-record.js";

/** The outcome topics on Kafka, found by the records' times. */
export const createKafkaReportLog = ({
  settings,
  log,
}: {
  readonly settings: KafkaSettings;
  readonly log: Log;
}): ReportLog => {
  const kafka = createClient(settings, log);
  const read = async (topic: string, since: Date, take: Parameters<ReportLog["since"]>[2]): Promise<void> => {
    const name = settings.KAFKA_TOPIC_PREFIX + topic;
    const [ends, begins] = await withAdmin(
      kafka,
      async (admin) =>
        [await admin.fetchTopicOffsets(name), await admin.fetchTopicOffsetsByTimestamp(name, since.getTime())] as const,
    );
    const spans = begins.map(({ partition, offset }) => ({
      partition,
      from: BigInt(offset),
      to: BigInt(ends.find((end) => end.partition === partition)?.high ?? offset),
    }));
    await fetchRecords(kafka, name, spans, (partition, message) => {
      const record = eventRecord(topic, partition, message);
      if (record.timestamp >= since) take(record);
    });
  };
  return {
    since: async (topics, since, take) => {
      for (const topic of topics)
        await read(topic, since, take).catch((error: unknown) => {
          throw new EventsUnavailable(`The topic ${topic} cannot be read: ${errorText(error)}`);
        });
    },
  };
};
