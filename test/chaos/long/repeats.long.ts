import { setTimeout as sleep } from "node:timers/promises";
import kafkajs from "kafkajs";
import { beforeAll, expect, test } from "vitest";
import { startKafka } from "../../support/kafka-server.js";
import { describeWith } from "../../support/needs.js";
import { sharedKafka } from "../../support/shared-kafka.js";
import { built } from "../../support/built.js";
import { type Asked, type Fleet, startFleet } from "../fleet.js";
import { expectPromisesKept } from "../promises.js";

/** Of all texts whose outcomes are told, so many may be told once more. */
const mostRepeats = 0.03;
/** The simulator keeps so many texts, and each is looked for there. */
const stormTexts = 10_000;
/** A gateway slow enough that the texts last for many rebalances. */
const slowMs = 500;
/** On a machine that is busy otherwise. */
const patientMs = 240_000;

/** Records of both outcome topics, by their offsets: what a reader of its own reads twice counts once. */
const told = async (brokers: string, fleet: Fleet): Promise<number> => {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(","), logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = ["sms.sent", "sms.failed"].map((topic) => fleet.topic.replace(/sms\.requested$/u, topic));
  const ends = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  await admin.disconnect();
  return ends.flat().reduce((sum, { high }) => sum + Number(high), 0);
};

const done = (fleet: Fleet, asked: readonly Asked[]): number =>
  asked.filter(({ messageId }) => fleet.outcomes().has(messageId)).length;

const expectFewRepeats = async (brokers: string, fleet: Fleet, asked: readonly Asked[], name: string) => {
  await expectPromisesKept(fleet, asked, name, { mayDouble: 0 });
  const repeats = (await told(brokers, fleet)) - asked.length;
  const share = ((100 * repeats) / asked.length).toFixed(2);
  console.log(`${name}: ${repeats} of ${asked.length} outcomes told again, ${share} %`);
  expect(repeats / asked.length).toBeLessThan(mostRepeats);
};

describeWith(["redis-server", "java", "mvn"], "outcomes that are told again", () => {
  beforeAll(built);

  test(
    `${stormTexts} texts in a storm of rebalances: a worker joins or leaves every two seconds`,
    async () => {
      const brokers = await sharedKafka();
      await using fleet = await startFleet(brokers, slowMs);
      const workers = [fleet.worker(), fleet.worker()];
      await Promise.all(workers.map(({ ready }) => ready));
      const asked = await fleet.ask(stormTexts);
      const all = () => done(fleet, asked) === asked.length;
      let changes = 0;
      for (; changes < 40 && !all(); changes += 1) {
        if (workers.length < 4) {
          const joining = fleet.worker();
          await joining.ready;
          workers.push(joining);
        } else {
          const leaving = workers.splice(0, 2);
          for (const { signal } of leaving) signal("SIGTERM");
          await Promise.all(leaving.map(({ ended }) => ended));
        }
        await sleep(2_000);
      }
      await fleet.until("every event has an outcome", all, patientMs);
      await expectFewRepeats(brokers, fleet, asked, `rebalances × ${changes}`);
      expect(changes).toBeGreaterThan(5);
    },
    2.5 * patientMs,
  );

  test(
    "7,000 texts and a broker that is frozen for 10 s",
    async () => {
      const kafka = await startKafka();
      try {
        await using fleet = await startFleet(kafka.brokers, 100);
        await Promise.all([fleet.worker().ready, fleet.worker().ready]);
        const asked = await fleet.ask(7_000);
        await fleet.until("under way", () => done(fleet, asked) > 1_500, patientMs);
        kafka.freeze();
        await sleep(10_000);
        kafka.thaw();
        await fleet.until("every event has an outcome", () => done(fleet, asked) === asked.length, patientMs);
        await expectFewRepeats(kafka.brokers, fleet, asked, "frozen broker, 7,000");
      } finally {
        await kafka.kill();
      }
    },
    2.5 * patientMs,
  );
});
