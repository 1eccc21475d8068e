import { gzipSync } from "node:zlib";
import kafkajs from "kafkajs";
import { describe, expect, test } from "vitest";
import { encodeRecord } from "../../src/adapters/kafka/library/record-encoder.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { residentMb } from "../support/resident-mb.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { envelope, type ServiceStage, startStage } from "./service-stage.js";

const topic = "delivery.completed";
const spareMb = 250;
const megabyte = 1_000_000;

/** Samples what a process holds until it is told to end; gives the most. */
const watchMemory = (pid: number) => {
  const idle = Math.round(residentMb(pid));
  let most = idle;
  const timer = setInterval(() => {
    most = Math.max(most, Math.round(residentMb(pid)));
  }, 50);
  return () => {
    clearInterval(timer);
    return { idle, most };
  };
};

/** Each to a number of its own: two texts to one leave a second apart. */
const order = (n: number) =>
  JSON.stringify({ orderNumber: `ORD-${n}`, customer: { phone: `+447400${100_200 + n}`, name: "Jo" } });

/** 14 batches of 100 KB, each of which grows to 100 MB. */
const produceBombs = async ({ kafka }: ServiceStage) => {
  const bomb = gzipSync(encodeRecord({ value: Buffer.alloc(100 * megabyte) }).buffer);
  const { CompressionCodecs: codecs, CompressionTypes: types } = kafkajs;
  const own = codecs[types.GZIP];
  codecs[types.GZIP] = () => ({ ...(own() as object), compress: async () => bomb });
  const producer = kafka.kafka.producer();
  await producer.connect();
  for (let n = 0; n < 14; n += 1)
    await producer.send({
      topic: kafka.settings.KAFKA_TOPIC_PREFIX + topic,
      compression: types.GZIP,
      messages: [{ value: "in its place stands the bomb" }],
    });
  await producer.disconnect();
  codecs[types.GZIP] = own;
};

const headersOf = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`h${n}`, "x"]));

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "poison", () => {
    describe.skipIf(process.platform !== "linux")("what a broker accepts stops nothing and fills nothing", () => {
      test.each([
        [
          "records with 10,000 and 20,000 headers",
          (stage: ServiceStage) =>
            stage.produce(
              topic,
              [10_000, 20_000].map((count) => ({ value: order(count), headers: headersOf(count) })),
            ),
          { "headers-too-many": 2 },
        ],
        [
          "130 records with keys of 1 MB: more than may wait at once",
          async (stage: ServiceStage) => {
            // What is in work keeps its record.
            await stage.fault({ kind: "slow", ms: 3_000 });
            for (let n = 0; n < 130; n += 1)
              await stage.produce(topic, [
                // Placed here: kafkajs takes minutes to place such a key itself.
                { key: Buffer.alloc(megabyte, String(n)), value: order(n), partition: n % 2 },
              ]);
            await eventually("room was made twice", () => stage.outcomes().length > 24, 60_000);
            await stage.fault(undefined);
          },
          {},
        ],
        ["14 batches that grow to 100 MB each", produceBombs, { "unreadable-batch": 14 }],
      ] as const)("%s", { timeout: 290_000 }, async (_, produce, letters) => {
        await using stage = await startStage(await sharedKafka());
        const { pid, url } = await stage.spawn();
        const memory = watchMemory(pid);
        await produce(stage);
        await stage.produce(topic, [{ value: order(-1), headers: envelope(topic, "after") }]);
        await eventually(
          "the event behind them is answered",
          () => stage.outcomes().some(({ correlationId, status }) => correlationId === "ORD--1" && status === "sent"),
          200_000,
        );
        const { idle, most } = memory();
        console.log(`resident: ${idle} MB idle, ${most} MB at most`);
        expect(most).toBeLessThan(idle + spareMb);
        const count = (cause: string) =>
          stage.records("sms.dead-letter").filter(({ headers }) => String(headers["sms-cause"]) === cause).length;
        for (const [cause, times] of Object.entries(letters))
          await eventually(`${times} letters say ${cause}`, () => count(cause) === times, 20_000);
        expect((await fetch(`${url}/readyz`)).ok).toBe(true);
      });
    });
  }),
);
