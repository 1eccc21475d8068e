import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createKafkaEventPublisher } from "../../../../src/adapters/kafka/publish/event-publisher.js";
import { createKafkaEventSource } from "../../../../src/adapters/kafka/consume/event-source.js";
import { CollectingReceiver } from "../../../support/collecting-receiver.js";
import { type KafkaServer, startKafka } from "../../../support/kafka-server.js";
import { kafkaStage } from "../../../support/kafka-stage.js";
import { describeWith } from "../../../support/needs.js";
import { silentLog as log } from "../../../support/silent-log.js";
import { silentErrorLog } from "../../../support/silent-error-log.js";

const journal = { born: async () => "a", knows: async (metadata: string | null) => metadata === "a" };

/** What a broker's bad five seconds are made of. */
const outages: readonly [string, (server: KafkaServer) => Promise<void>][] = [
  [
    "stopped for 5 s and started again",
    async (server) => {
      await server.stop();
      await sleep(5_000);
      await server.restart();
    },
  ],
  [
    "frozen for longer than the session",
    async (server) => {
      server.freeze();
      await sleep(8_000);
      server.thaw();
    },
  ],
];

describeWith(["java", "mvn"], "Kafka away", () => {
  let server: KafkaServer;
  beforeAll(async () => {
    server = await startKafka();
  });
  afterAll(() => server.kill());

  test.each(outages)(
    "a broker %s: writing and reading go on by themselves, nothing is lost, and it is said meanwhile",
    async (_, away) => {
      const stage = kafkaStage(server.brokers, { KAFKA_SESSION_TIMEOUT_MS: 3_000 });
      await stage.makeTopics(["in"], 2);
      const publisher = createKafkaEventPublisher({ settings: stage.settings, log });
      const source = createKafkaEventSource({
        settings: stage.settings,
        topics: ["in"],
        journal,
        errorLog: silentErrorLog,
        log,
      });
      const receiver = new CollectingReceiver();
      const written: string[] = [];
      let writing = true;
      const writer = (async () => {
        const pending: Promise<void>[] = [];
        for (let n = 0; writing; n += 1) {
          const value = String(n);
          pending.push(
            publisher
              .publish({ topic: "in", key: `key-${n % 5}`, value, headers: {} })
              .then(() => void written.push(value)),
          );
          await sleep(10);
        }
        await Promise.all(pending);
      })();
      await source.start(receiver);
      await vi.waitFor(() => expect(receiver.records.length).toBeGreaterThan(50), { timeout: 15_000 });
      const troubles = { reading: new Set<string>(), writing: new Set<string>() };
      const watch = setInterval(() => {
        for (const trouble of source.troubles()) troubles.reading.add(trouble);
        for (const trouble of publisher.troubles()) troubles.writing.add(trouble);
      }, 50);
      await away(server);
      await vi.waitFor(
        () => {
          expect(source.troubles()).toEqual([]);
          expect(publisher.troubles()).toEqual([]);
        },
        { timeout: 40_000, interval: 50 },
      );
      clearInterval(watch);
      const before = receiver.records.length;
      await vi.waitFor(() => expect(receiver.records.length).toBeGreaterThan(before + 50), { timeout: 20_000 });
      writing = false;
      await writer;
      await vi.waitFor(() => expect(written.every((value) => receiver.values().includes(value))).toBe(true), {
        timeout: 20_000,
        interval: 100,
      });
      expect(troubles.reading.size).toBeGreaterThan(0);
      expect(troubles.writing.size).toBeGreaterThan(0);
      await source.close();
      await publisher.close();
    },
    120_000,
  );
});
