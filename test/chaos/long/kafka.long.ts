import { setTimeout as sleep } from "node:timers/promises";
import kafkajs from "kafkajs";
import { beforeAll, test } from "vitest";
import { startKafka } from "../../support/kafka-server.js";
import { describeWith } from "../../support/needs.js";
import { sharedKafka } from "../../support/shared-kafka.js";
import { built } from "../../support/built.js";
import { type Asked, type Fleet, startFleet } from "../fleet.js";
import { expectPromisesKept } from "../promises.js";

const all = (fleet: Fleet, asked: readonly Asked[]) =>
  fleet.until("every event has an outcome", () => asked.every(({ messageId }) => fleet.outcomes().has(messageId)));

/** A worker that ends by SIGTERM once its 300 texts have their outcomes. */
const firstLife = async (fleet: Fleet): Promise<Asked[]> => {
  const worker = fleet.worker();
  await worker.ready;
  const asked = [...(await fleet.ask(300))];
  await all(fleet, asked);
  worker.signal("SIGTERM");
  await worker.ended;
  return asked;
};

const asAdmin = async (brokers: string, use: (admin: kafkajs.Admin) => Promise<unknown>): Promise<void> => {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(","), logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await use(admin).finally(() => admin.disconnect());
};

describeWith(["redis-server", "java", "mvn"], "what happens to topics and brokers", () => {
  beforeAll(built);

  test("partitions added while texts go out", async () => {
    const brokers = await sharedKafka();
    await using fleet = await startFleet(brokers, 100);
    const workers = [fleet.worker(), fleet.worker()];
    await Promise.all(workers.map(({ ready }) => ready));
    const asked = [...(await fleet.ask(200))];
    await asAdmin(brokers, (admin) => admin.createPartitions({ topicPartitions: [{ topic: fleet.topic, count: 12 }] }));
    for (let n = 0; n < 20; n += 1, await sleep(500)) asked.push(...(await fleet.ask(20)));
    await all(fleet, asked);
    await expectPromisesKept(fleet, asked, "partitions added", { mayDouble: 0 });
  });

  test("the input topic made anew between two lives of a worker", async () => {
    const brokers = await sharedKafka();
    await using fleet = await startFleet(brokers, 100);
    const asked = await firstLife(fleet);
    await asAdmin(brokers, async (admin) => {
      await admin.deleteTopics({ topics: [fleet.topic] });
      for (let made = false; !made; await sleep(200))
        made = await admin
          .createTopics({ waitForLeaders: true, topics: [{ topic: fleet.topic, numPartitions: 6 }] })
          .catch(() => false);
    });
    const second = fleet.worker();
    await second.ready;
    asked.push(...(await fleet.ask(300)));
    await all(fleet, asked);
    await expectPromisesKept(fleet, asked, "topic made anew", { mayDouble: 0 });
  });

  test("offsets that an operator set back to the beginning between two lives of a worker", async () => {
    const brokers = await sharedKafka();
    await using fleet = await startFleet(brokers, 100);
    const asked = await firstLife(fleet);
    const groupId = fleet.topic.replace(/sms\.requested$/u, "workers");
    await asAdmin(brokers, (admin) => admin.resetOffsets({ groupId, topic: fleet.topic, earliest: true }));
    const second = fleet.worker();
    const url = await second.ready;
    asked.push(...(await fleet.ask(300)));
    await fleet.until("everything was read again", async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      return Number(/^sms_events_consumed_total\{topic="sms.requested"\} (\d+)$/mu.exec(metrics)?.[1]) >= asked.length;
    });
    await all(fleet, asked);
    await expectPromisesKept(fleet, asked, "offsets set back", { mayDouble: 0 });
  });

  test("a broker that answers nothing for 10 s, its connections open", async () => {
    const kafka = await startKafka();
    try {
      await using fleet = await startFleet(kafka.brokers, 100);
      const worker = fleet.worker();
      await worker.ready;
      const asked = [...(await fleet.ask(300))];
      kafka.freeze();
      await sleep(10_000);
      kafka.thaw();
      asked.push(...(await fleet.ask(300)));
      await all(fleet, asked);
      await expectPromisesKept(fleet, asked, "broker frozen 10 s", { mayDouble: 0 });
    } finally {
      await kafka.kill();
    }
  });
});
