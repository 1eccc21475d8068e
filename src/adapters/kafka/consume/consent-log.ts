import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConsentLog, LoggedConsent } from "../../../application/ports/consent-log.js";
import type { Log } from "../../../application/ports/log.js";
import { createClient } from "../library/client.js";
import type { KafkaSettings } from "../library/settings.js";
import { withAdmin } from "../library/with-admin.js";
import { createGroupConsumer } from "./group-consumer.js";

interface LogNeeds {
  readonly settings: KafkaSettings;
  /** Without the prefix. */
  readonly topic: string;
  readonly log: Log;
}

/** A replay without progress for this long is given up. */
const stalledMs = 30_000;

interface Span {
  readonly partition: number;
  /** The first offset to read, and the one at which reading ends. */
  from: number;
  readonly to: number;
}

const positionOf = (spans: readonly Span[]): string =>
  [...spans]
    .sort((a, b) => a.partition - b.partition)
    .map(({ partition, to }) => `${partition}:${to}`)
    .join(",");

const readPosition = (position: string | undefined): ReadonlyMap<number, number> =>
  new Map((position ?? "").split(",").map((pair) => pair.split(":").map(Number) as [number, number]));

/** A topic of Kafka, read from a position to its end by a group that lives only for that. */
export const createKafkaConsentLog = ({ settings, topic, log }: LogNeeds): ConsentLog => ({
  replay: async (position, take) => {
    const kafka = createClient(settings, log);
    const name = settings.KAFKA_TOPIC_PREFIX + topic;
    const known = readPosition(position);
    const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(name));
    const spans = offsets.map(({ partition, low, high }): Span => {
      const after = known.get(partition) ?? 0;
      // A topic that was deleted and created again is shorter than the position read in it.
      const from = after > Number(high) ? Number(low) : Math.max(after, Number(low));
      return { partition, from, to: Number(high) };
    });
    const open = new Map(spans.filter(({ from, to }) => from < to).map((span) => [span.partition, span]));
    const total = [...open.values()].reduce((sum, { from, to }) => sum + to - from, 0);
    if (open.size === 0) return positionOf(spans);

    const groupId = `${settings.KAFKA_GROUP_ID}-consent-${randomUUID()}`;
    const consumer = createGroupConsumer(kafka, { ...settings, KAFKA_GROUP_ID: groupId });
    let movedAt = performance.now();
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [name], fromBeginning: true });
      const read = new Promise<void>((resolve, reject) => {
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
        void consumer.run({
          autoCommit: false,
          eachBatch: async ({ batch, heartbeat }) => {
            const span = open.get(batch.partition);
            if (span === undefined) return;
            const records = batch.messages.filter(
              ({ offset }) => Number(offset) < span.to && Number(offset) >= span.from,
            );
            span.from = Math.max(span.from, Number(batch.lastOffset()) + 1);
            movedAt = performance.now();
            if (span.from >= span.to) open.delete(batch.partition);
            const left = [...open.values()].reduce((sum, { from, to }) => sum + to - from, 0);
            const values = records.map(({ value }): LoggedConsent => ({ value }));
            await take(values, { read: total - left, total }).catch(reject);
            await heartbeat();
            if (open.size === 0) resolve();
          },
        });
        for (const { partition, from } of spans) consumer.seek({ topic: name, partition, offset: String(from) });
      });
      const watch = new AbortController();
      const stalled = async (): Promise<never> => {
        while (performance.now() - movedAt < stalledMs) await sleep(1_000, undefined, { signal: watch.signal });
        throw new Error(`${name} was read no further for ${stalledMs / 1_000} s`);
      };
      try {
        await Promise.race([read, stalled()]);
      } finally {
        watch.abort();
      }
    } finally {
      await consumer.disconnect().catch(() => undefined);
      await withAdmin(kafka, (admin) => admin.deleteGroups([groupId])).catch(() => undefined);
    }
    return positionOf(spans);
  },
});
