import { randomBytes } from "node:crypto";
import kafkajs, { type Admin } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";
import { kcat } from "../support/kcat.js";
import { describeWith } from "../support/needs.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { type Burials, buriedTopic, burialsOn, goodEvent } from "./burials.js";
import { type ServiceStage, startStage } from "./service-stage.js";

const topic = buriedTopic;

describeWithKafka("Kafka", () =>
  describeWith(["redis-server", "kcat"], "large records, and dead letters that cannot be written", () => {
    let stage: ServiceStage;
    let service: RunningService;
    let burials: Burials;
    let brokers: string;
    let count = 0;
    beforeAll(async () => {
      brokers = await sharedKafka();
      stage = await startStage(brokers);
      service = await stage.start();
      burials = burialsOn(stage);
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    describe("their size and their codecs", () => {
      test("at the broker's limit, incompressible: whole in the dead-letter topic", async () => {
        const noise = randomBytes(1_048_588);
        const sized = (size: number) => ({ key: null, value: noise.subarray(0, size), partition: 0 });
        let size = 1_048_588;
        for (let refused = true; refused; size -= 1)
          refused = await stage.produce(topic, [sized(size)]).then(
            () => false,
            () => true,
          );
        size += 1;
        expect(size).toBeGreaterThan(1_048_000);
        const before = burials.letters().length;
        const whole = () => burials.letters().find(({ value }) => value?.length === size);
        await eventually("the dead letter", () => whole() !== undefined, 20_000);
        expect(whole()!.value!.equals(noise.subarray(0, size))).toBe(true);
        expect(whole()!.headers).not.toHaveProperty("sms-truncated-from");
        expect(burials.letters().length - before).toBeLessThanOrEqual(1);
        await burials.bury({ key: null, value: "after" });
      });

      const padded = (fields: object) => JSON.stringify({ ...fields, unknown: "padding ".repeat(600_000) });

      test("4.8 MB that compress into the limit: an event is an event, what breaks its schema is kept whole", async () => {
        const file = [
          padded({ orderNumber: "large", customer: { phone: "+447400100201" } }),
          padded({ orderNumber: "broken" }),
        ];
        const before = burials.letters().length;
        await kcat(
          brokers,
          [
            "-P",
            "-t",
            stage.kafka.settings.KAFKA_TOPIC_PREFIX + topic,
            "-p",
            "0",
            "-z",
            "gzip",
            "-X",
            "message.max.bytes=20000000",
          ],
          `${file.join("\n")}\n`,
        );
        const found = (correlation: string) =>
          stage.outcomes().find(({ correlationId }) => correlationId === correlation);
        await eventually("both outcomes", () => found("large") !== undefined && found("broken") !== undefined, 20_000);
        expect(found("large")).toMatchObject({ status: "sent", to: "+447400100201" });
        expect(found("broken")).toMatchObject({ status: "failed", reason: "invalid-event" });
        await eventually("the dead letter", () => burials.letters().length === before + 1);
        expect(burials.letters().at(-1)!.value!.equals(Buffer.from(file[1]!))).toBe(true);
        await burials.bury({ key: null, value: "after" });
      });

      test.each(["none", "gzip", "snappy", "lz4", "zstd"])("what kcat wrote in %s is read", async (codec) => {
        const lines = Array.from({ length: 3 }, (_, n) =>
          JSON.stringify({ orderNumber: `${codec}-${n}`, customer: { phone: `+44740010030${n}` } }),
        );
        const before = burials.letters().length;
        await kcat(
          brokers,
          ["-P", "-t", stage.kafka.settings.KAFKA_TOPIC_PREFIX + topic, "-p", "1", "-z", codec, "-X", "linger.ms=200"],
          `${[...lines, `no JSON in ${codec}`].join("\n")}\n`,
        );
        const sent = () =>
          stage
            .outcomes()
            .filter(({ correlationId, status }) => correlationId?.startsWith(`${codec}-`) && status === "sent");
        await eventually("all are sent", () => sent().length === 3, 20_000);
        await eventually("one dead letter", () => burials.letters().length === before + 1);
        expect(String(burials.letters().at(-1)!.value)).toBe(`no JSON in ${codec}`);
      });
    });

    describe("while the dead-letter topic takes nothing", () => {
      const name = () => `${stage.kafka.settings.KAFKA_TOPIC_PREFIX}sms.dead-letter`;
      const asAdmin = async (use: (admin: Admin) => Promise<unknown>) => {
        const admin = stage.kafka.kafka.admin();
        await admin.connect();
        await use(admin);
        await admin.disconnect();
      };
      const limit = (bytes: number) =>
        asAdmin((admin) =>
          admin.alterConfigs({
            validateOnly: false,
            resources: [
              {
                type: kafkajs.ConfigResourceTypes.TOPIC,
                name: name(),
                configEntries: [{ name: "max.message.bytes", value: String(bytes) }],
              },
            ],
          }),
        );

      const isRefused = (name: string) =>
        stage.produce(name, [{ key: null, value: "a longer one" }]).then(
          () => false,
          () => true,
        );

      test.each([
        ["its limit is below any record", () => limit(10), () => limit(5_242_892)],
        [
          "there is none",
          () => asAdmin((admin) => admin.deleteTopics({ topics: [name()] })),
          () => stage.kafka.makeTopics(["sms.dead-letter"], 2, { "max.message.bytes": "5242892" }),
        ],
      ])(
        "%s: the offset stays, others go on, and all is written once it is mended",
        async (_, fail, mend) => {
          const start = await burials.committed(0);
          const [first, second] = [`later-${count++}`, `later-${count++}`];
          await fail();
          // The broker knows it a moment after its controller does.
          await eventually("it takes nothing", () => isRefused("sms.dead-letter"), 20_000);
          await stage.produce(topic, [
            { key: "bad", value: `held before ${first}`, partition: 0 },
            { ...goodEvent(first), partition: 0 },
            { ...goodEvent(second), partition: 0 },
          ]);
          const elsewhere = { to: "+447400100209", text: `after ${first}` };
          await stage.produce("sms.requested", [{ key: null, value: JSON.stringify(elsewhere) }]);
          // The phones tell: whoever reads a topic that is gone, as this test does, is told nothing.
          const arrived = async () => {
            const texts = (await stage.texts()).map(({ text }) => text);
            return [first, second, elsewhere.text].every((part) => texts.some((text) => text.includes(part)));
          };
          await eventually("later ones, and another topic, proceed", arrived, 20_000);
          expect(await burials.committed(0)).toBe(start);
          await mend();
          await eventually("the offset goes on", async () => (await burials.committed(0)) === start + 3n, 30_000);
          // A request whose answer was lost may have been written: never fewer than one.
          const values = (await stage.kafka.readAll("sms.dead-letter")).map(({ value }) => String(value));
          expect(values).toContain(`held before ${first}`);
          await eventually("it is ready", async () => (await fetch(`${service.url}/readyz`)).ok, 20_000);
        },
        60_000,
      );
    });
  }),
);
