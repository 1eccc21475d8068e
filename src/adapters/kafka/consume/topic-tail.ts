import type { EventRecord } from "../../../application/ports/event-source.js";
import type { Log } from "../../../application/ports/log.js";
import { createClient } from "../library/client.js";
import { type FetchedSpan, fetchRecords } from "../library/fetch-records.js";
import type { KafkaSettings } from "../library/settings.js";
import { withAdmin } from "../library/with-admin.js";
import { eventRecord } from "./event-record.js";

interface TailNeeds {
  readonly settings: KafkaSettings;
  readonly log: Log;
  /** Records of a partition that one look hands over, the newest; default 1,000. */
  readonly most?: number;
}

/**
 * Looks at the ends of topics, without a group: each call answers the records that came since the call before, oldest
 * first, and the first call none. `topics` are named without the prefix. Rejects when a topic cannot be read; what came
 * since then is told by the next call.
 */
export const createKafkaTail = ({ log, most = 1_000, settings }: TailNeeds) => {
  const kafka = createClient(settings, log);
  /** The offset behind the last record seen, by partition. */
  const seen = new Map<string, Map<number, bigint>>();

  const spansOf = async (topic: string, name: string): Promise<readonly FetchedSpan[]> => {
    const ends = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(name));
    const before = seen.get(topic);
    if (before === undefined) {
      seen.set(topic, new Map(ends.map(({ partition, high }) => [partition, BigInt(high)])));
      return [];
    }
    return ends.map(({ partition, low, high }) => {
      const [first, to] = [BigInt(low), BigInt(high)];
      const known = before.get(partition) ?? first;
      // A topic that was deleted and created again ends before what was seen of it.
      const from = known > to || known < first ? first : known;
      return { partition, from: to - from > BigInt(most) ? to - BigInt(most) : from, to };
    });
  };

  return async (topics: readonly string[]): Promise<readonly EventRecord[]> => {
    const found: EventRecord[] = [];
    for (const topic of topics) {
      const name = settings.KAFKA_TOPIC_PREFIX + topic;
      const spans = (await spansOf(topic, name)).filter(({ from, to }) => from < to);
      if (spans.length === 0) continue;
      await fetchRecords(kafka, name, spans, (partition, message) =>
        found.push(eventRecord(topic, partition, message)),
      );
      for (const { partition, to } of spans) seen.get(topic)!.set(partition, to);
    }
    return found.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
  };
};
