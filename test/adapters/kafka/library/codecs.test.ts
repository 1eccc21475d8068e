import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createKafkaEventSource } from "../../../../src/adapters/kafka/consume/event-source.js";
import type { EventSource } from "../../../../src/application/ports/event-source.js";
import { CollectingReceiver } from "../../../support/collecting-receiver.js";
import { type KafkaStage, kafkaStage } from "../../../support/kafka-stage.js";
import { kcat } from "../../../support/kcat.js";
import { describeWith } from "../../../support/needs.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";
import { silentLog as log } from "../../../support/silent-log.js";
import { silentErrorLog } from "../../../support/silent-error-log.js";

const journal = { born: async () => undefined, knows: async () => true };

describeWithKafka("Kafka", () =>
  describeWith(["kcat"], "what another client compressed", () => {
    let brokers: string;
    let stage: KafkaStage;
    let source: EventSource | undefined;
    beforeAll(async () => {
      brokers = await sharedKafka();
    });
    afterEach(() => source?.close());

    const write = (codec: string, lines: readonly string[], ...more: string[]) =>
      kcat(
        brokers,
        ["-P", "-t", `${stage.settings.KAFKA_TOPIC_PREFIX}in`, "-z", codec, "-X", "linger.ms=500", ...more],
        `${lines.join("\n")}\n`,
      );
    const read = async (count: number) => {
      const receiver = new CollectingReceiver();
      source = createKafkaEventSource({
        settings: stage.settings,
        topics: ["in"],
        journal,
        errorLog: silentErrorLog,
        log,
      });
      await source.start(receiver);
      await vi.waitFor(() => expect(receiver.records).toHaveLength(count), { timeout: 15_000, interval: 20 });
      return receiver.values();
    };
    const prepare = async () => {
      stage = kafkaStage(brokers);
      await stage.makeTopics(["in"]);
    };

    describe.each(["none", "gzip", "snappy", "lz4", "zstd"])("%s", (codec) => {
      test("a batch of many records", async () => {
        await prepare();
        const lines = Array.from({ length: 500 }, (_, n) => JSON.stringify({ n, text: `नमस्ते ${n * 7919} 👋` }));
        await write(codec, lines);
        expect(await read(500)).toEqual(lines);
      });

      if (codec !== "none")
        test("4.8 MB that compress into the broker's limit", async () => {
          await prepare();
          const words = Array.from({ length: 200 }, (_, n) => `word${(n * 7919) % 1_000}`).join(" ");
          const line = JSON.stringify({ text: words.repeat(Math.ceil(4_800_000 / words.length)) });
          await write(codec, [line], "-X", "message.max.bytes=8000000");
          const [value] = await read(1);
          expect(value === line).toBe(true);
        });
    });

    test("150,000 records in one batch, more than a call's arguments may be", async () => {
      await prepare();
      const lines = Array.from({ length: 150_000 }, (_, n) => String(n % 10));
      await write(
        "gzip",
        lines,
        ...["queue.buffering.max.messages=200000", "batch.num.messages=200000", "batch.size=8000000"].flatMap(
          (setting) => ["-X", setting],
        ),
        ...["-X", "message.max.bytes=8000000", "-X", "linger.ms=3000"],
      );
      expect(await read(150_000)).toEqual(lines);
    });

    test("a header that is repeated gives its last value", async () => {
      await prepare();
      await write("none", ["x"], "-H", "h=first", "-H", "h=last", "-H", "other=1");
      await read(1);
      const receiver = new CollectingReceiver();
      await source?.close();
      source = createKafkaEventSource({
        settings: stage.settings,
        topics: ["in"],
        journal,
        errorLog: silentErrorLog,
        log,
      });
      await source.start(receiver);
      await vi.waitFor(() => expect(receiver.records).toHaveLength(1), { timeout: 15_000 });
      expect(receiver.records[0]?.headers).toEqual({ h: Buffer.from("last"), other: Buffer.from("1") });
    });
  }),
);
