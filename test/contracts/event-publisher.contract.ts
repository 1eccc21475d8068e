import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EventPublisher } from "../../src/application/ports/event-publisher.js";
import type { EventRecord } from "../../src/application/ports/event-source.js";

/** Two new and empty topics that can be written, and all that lies in them. */
export interface PublisherStage {
  readonly publisher: EventPublisher;
  readonly topics: readonly [string, string];
  /** Everything in the topic, in offset order within each partition. */
  read(topic: string): Promise<readonly EventRecord[]>;
  close(): Promise<void>;
}

export const eventPublisherContract = (name: string, prepare: () => Promise<PublisherStage>) =>
  describe.sequential(`${name} as an EventPublisher`, () => {
    let stage: PublisherStage;
    beforeEach(async () => {
      stage = await prepare();
    });
    afterEach(async () => {
      await stage.publisher.close();
      await stage.close();
    });

    test("what is acknowledged lies in the log, byte for byte", async () => {
      // Not now, and well within what a broker keeps.
      const timestamp = new Date(Date.now() - 3_600_000);
      const partition = Buffer.from([0, 0, 0, 7]);
      const value = Buffer.from([0xff, 0xfe, 0, 1]);
      await stage.publisher.publish({
        topic: stage.topics[0],
        key: value,
        value,
        timestamp,
        headers: { "kafka_dlt-original-partition": partition, ce_id: "é", empty: Buffer.alloc(0) },
      });
      expect(await stage.read(stage.topics[0])).toMatchObject([
        {
          topic: stage.topics[0],
          key: value,
          value,
          timestamp,
          headers: { "kafka_dlt-original-partition": partition, ce_id: Buffer.from("é"), empty: Buffer.alloc(0) },
        },
      ]);
      expect(stage.publisher.troubles()).toEqual([]);
    });

    test("null keys and null values stay null, and the time is now", async () => {
      const before = Date.now();
      await stage.publisher.publish({ topic: stage.topics[0], key: null, value: null, headers: {} });
      const [record] = await stage.read(stage.topics[0]);
      expect(record).toMatchObject({ key: null, value: null, headers: {} });
      expect(record!.timestamp.getTime()).toBeGreaterThanOrEqual(before);
      expect(record!.timestamp.getTime()).toBeLessThanOrEqual(Date.now());
    });

    test("records of one key keep their order, whatever else is published beside them", async () => {
      const asked = Array.from({ length: 2_000 }, (_, n) => ({ key: `key-${n % 7}`, value: String(n) }));
      await Promise.all(
        asked.map((one, n) =>
          stage.publisher.publish({ ...one, topic: stage.topics[n % 7 === 3 ? 1 : 0], headers: {} }),
        ),
      );
      const read = (await Promise.all(stage.topics.map((topic) => stage.read(topic)))).flat();
      expect(read).toHaveLength(asked.length);
      for (const key of new Set(asked.map((one) => one.key)))
        expect(read.filter((record) => String(record.key) === key).map(({ value }) => String(value))).toEqual(
          asked.filter((one) => one.key === key).map(({ value }) => value),
        );
    });

    test("closing flushes what was asked for, and may be repeated", async () => {
      const last = stage.publisher.publish({ topic: stage.topics[0], key: "k", value: "last", headers: {} });
      await stage.publisher.close();
      await stage.publisher.close();
      await last;
      expect((await stage.read(stage.topics[0])).map(({ value }) => String(value))).toEqual(["last"]);
    });
  });
