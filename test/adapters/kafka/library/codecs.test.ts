import { beforeAll, describe, expect, test, vi } from "vitest";
import { createKafkaEventSource } from "../../../../src/adapters/kafka/consume/event-source.js";
import { CollectingReceiver } from "../../../support/collecting-receiver.js";
import { kafkaStage } from "../../../support/kafka-stage.js";
import { kcat } from "../../../support/kcat.js";
import { describeWith } from "../../../support/needs.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";
import { silentLog as log } from "../../../support/silent-log.js";
import { silentErrorLog } from "../../../support/silent-error-log.js";

const journal = { born: async () => undefined, knows: async () => true };

describeWithKafka("Kafka", () =>
  describeWith(["kcat"], "what another client compressed", () => {
    let brokers: string;
    beforeAll(async () => {
      brokers = await sharedKafka();
    });

    /** A topic of its own. */
    const prepare = async () => {
      const { makeTopics, settings } = kafkaStage(brokers);
      await makeTopics(["in"]);
      return {
        write: (codec: string, lines: readonly string[], ...more: string[]) =>
          kcat(
            brokers,
            ["-P", "-t", `${settings.KAFKA_TOPIC_PREFIX}in`, "-z", codec, "-X", "linger.ms=500", ...more],
            `${lines.join("\n")}\n`,
          ),
        read: async (count: number) => {
          const source = createKafkaEventSource({ settings, topics: ["in"], journal, errorLog: silentErrorLog, log });
          const receiver = new CollectingReceiver();
          await source.start(receiver);
          await vi
            .waitFor(() => expect(receiver.records).toHaveLength(count), { timeout: 15_000, interval: 20 })
            .finally(() => source.close());
          return receiver;
        },
      };
    };

    describe.concurrent.each(["none", "gzip", "snappy", "lz4", "zstd"])("%s", (codec) => {
      test.concurrent("a batch of many records", async () => {
        const { read, write } = await prepare();
        const lines = Array.from({ length: 500 }, (_, n) => JSON.stringify({ n, text: `नमस्ते ${n * 7919} 👋` }));
        await write(codec, lines);
        expect((await read(500)).values()).toEqual(lines);
      });

      if (codec !== "none")
        test.concurrent("4.8 MB that compress into the broker's limit", async () => {
          const { read, write } = await prepare();
          const words = Array.from({ length: 200 }, (_, n) => `word${(n * 7919) % 1_000}`).join(" ");
          const line = JSON.stringify({ text: words.repeat(Math.ceil(4_800_000 / words.length)) });
          await write(codec, [line], "-X", "message.max.bytes=8000000");
          const [value] = (await read(1)).values();
          expect(value === line).toBe(true);
        });
    });

    // Alone: it keeps this process busy.
    test("150,000 records in one batch, more than a call's arguments may be", async () => {
      const { read, write } = await prepare();
      const lines = Array.from({ length: 150_000 }, (_, n) => String(n % 10));
      await write(
        "gzip",
        lines,
        ...["queue.buffering.max.messages=200000", "batch.num.messages=200000", "batch.size=8000000"].flatMap(
          (setting) => ["-X", setting],
        ),
        ...["-X", "message.max.bytes=8000000", "-X", "linger.ms=3000"],
      );
      expect((await read(150_000)).values()).toEqual(lines);
    });

    test.concurrent("a header that is repeated gives its last value", async () => {
      const { read, write } = await prepare();
      await write("none", ["x"], "-H", "h=first", "-H", "h=last", "-H", "other=1");
      const { records } = await read(1);
      expect(records[0]?.headers).toEqual({ h: Buffer.from("last"), other: Buffer.from("1") });
    });
  }),
);
