import kafkajs, { type Admin, type Producer } from "kafkajs";
import { startKafka } from "../test/support/kafka-server.js";
import { startRedis } from "../test/support/redis-server.js";
import { type Gateway, startGateway } from "./gateway.js";

/** The real servers around what is measured. */
export interface Stage {
  readonly brokers: string;
  readonly redisUrl: string;
  readonly gateway: Gateway;
  readonly admin: Admin;
  readonly producer: Producer;
  /** Values of one topic, each with a key and a CloudEvents id of its own. */
  fill(topic: string, count: number, value: (n: number) => string): Promise<void>;
  stop(): Promise<void>;
}

const perRequest = 2_000;

let made = 0;

/** One record, as a producer of CloudEvents writes it. */
export const record = (type: string, value: string) => {
  const id = `bench-${process.pid}-${made++}`;
  return { key: id, value, headers: { ce_specversion: "1.0", ce_id: id, ce_source: "/bench", ce_type: type } };
};

/** Apache Kafka, a Redis that appends every write to disk before it answers, and a gateway of `gatewayMs`. */
export const startStage = async (gatewayMs: number): Promise<Stage> => {
  const given = process.env["KAFKA_BROKERS"];
  const kafkaServer = given === undefined ? await startKafka() : undefined;
  const brokers = given ?? kafkaServer!.brokers;
  const redis = await startRedis({ aof: true });
  const gateway = await startGateway(gatewayMs);
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(","), logLevel: kafkajs.logLevel.ERROR });
  const admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await Promise.all([admin.connect(), producer.connect()]);
  return {
    brokers,
    redisUrl: redis.url,
    gateway,
    admin,
    producer,
    fill: async (topic, count, value) => {
      const type = topic.slice(topic.indexOf(".") + 1);
      for (let from = 0; from < count; from += perRequest) {
        const length = Math.min(perRequest, count - from);
        const messages = Array.from({ length }, (_, at) => record(type, value(from + at)));
        await producer.send({ topic, messages });
      }
    },
    stop: async () => {
      gateway.stop();
      await Promise.all([admin.disconnect(), producer.disconnect()]);
      await redis.stop();
      await kafkaServer?.kill();
    },
  };
};
