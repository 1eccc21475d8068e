import kafkajs, { type ProducerRecord } from "kafkajs";
import { readConfig } from "../../src/adapters/environment/config.js";
import { eventRecord } from "../../src/adapters/kafka/consume/event-record.js";
import type { SimulatedMessage } from "../../src/adapters/simulator/simulated-message.js";
import { startSimulator } from "../../src/adapters/simulator/simulator.js";
import type { OutcomeValue } from "../../src/application/message/outcome.js";
import type { EventRecord } from "../../src/application/ports/event-source.js";
import { type RunningService, startService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";
import { type KafkaStage, kafkaStage } from "../support/kafka-stage.js";
import { type RedisServer, startRedis } from "../support/redis-server.js";
import { type ServiceProcess, startServiceProcess } from "../support/service-process.js";

type Change = Parameters<typeof startService>[1];
type Sent = ProducerRecord["messages"][number];

/** The whole service's surroundings, all real but the phones: a Redis of its own, topics of its own. */
export interface ServiceStage extends AsyncDisposable {
  readonly kafka: KafkaStage;
  readonly redis: RedisServer;
  readonly brokers: string;
  readonly simulatorUrl: string;
  /** Settings of every worker. */
  readonly environment: Readonly<Record<string, string>>;
  /** One more worker in this process, perhaps with other parts; delivering once it resolves. */
  start(settings?: Readonly<Record<string, string>>, parts?: Change): Promise<RunningService>;
  /** One more worker in a process of its own, delivering once it resolves; `node`: its options; `url`: its address. */
  spawn(
    settings?: Readonly<Record<string, string>>,
    node?: readonly string[],
  ): Promise<ServiceProcess & { readonly url: string }>;
  produce(topic: string, messages: readonly Sent[]): Promise<void>;
  /** What was published to an output so far, in the order in which it was read; from the first asking on. */
  records(topic: string): readonly EventRecord[];
  /** Values of `sms.sent` and `sms.failed` so far. */
  outcomes(): readonly OutcomeValue[];
  texts(to?: string): Promise<readonly SimulatedMessage[]>;
  /** A further trouble at the phones; undefined: none any more. */
  fault(fault: object | undefined): Promise<void>;
}

export const outputs = [
  ...["sms.sent", "sms.failed", "sms.deferred", "sms.delivered", "sms.undelivered", "sms.consent", "sms.dead-letter"],
  ...["otp.verified", "otp.exhausted"],
];
export const hashKey = "k".repeat(48);

/** A CloudEvents envelope in binary mode. */
export const envelope = (topic: string, id: string, more: Readonly<Record<string, string>> = {}) => ({
  ce_specversion: "1.0",
  ce_id: id,
  ce_source: "/shop",
  ce_type: topic,
  ...more,
});

export const startStage = async (brokers: string): Promise<ServiceStage> => {
  const kafka = kafkaStage(brokers);
  const { KAFKA_TOPIC_PREFIX: prefix, KAFKA_GROUP_ID: group } = kafka.settings;
  const [redis, simulator] = await Promise.all([
    startRedis({ aof: true }),
    startSimulator({ host: "127.0.0.1", port: 0 }),
  ]);
  const environment = {
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: group,
    KAFKA_TOPIC_PARTITIONS: "2",
    KAFKA_SESSION_TIMEOUT_MS: "6000",
    REDIS_URL: redis.url,
    SMS_HASH_KEY: hashKey,
    OTP_SECRET: "o".repeat(48),
    AWS_ENDPOINT_URL_SNS: simulator.url,
    HTTP_PORT: "0",
    LOG_LEVEL: "silent",
  };
  const producer = kafka.kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  const reader = kafka.kafka.consumer({ groupId: `${group}-reader`, maxWaitTimeInMs: 100 });
  const seen = new Map<string, EventRecord[]>(outputs.map((topic) => [topic, []]));
  const services: RunningService[] = [];
  let connected: Promise<void> | undefined;

  const processes: ServiceProcess[] = [];
  let reading: Promise<void> | undefined;
  /** Outputs are read from the moment on at which the first worker has made them. */
  const read = async (): Promise<void> => {
    await reader.connect();
    await reader.subscribe({ topics: outputs.map((topic) => prefix + topic), fromBeginning: true });
    await reader.run({
      eachMessage: async ({ topic, partition, message }) => {
        const name = topic.slice(prefix.length);
        seen.get(name)?.push(eventRecord(name, partition, message));
      },
    });
  };
  const delivering = async (url: string): Promise<void> => {
    reading ??= read();
    await reading;
    await eventually("the service is ready", async () => (await fetch(`${url}/readyz`)).ok, 30_000);
  };

  return {
    kafka,
    redis,
    brokers,
    simulatorUrl: simulator.url,
    environment,
    start: async (settings = {}, parts) => {
      const service = await startService(readConfig({ ...environment, ...settings }), parts);
      services.push(service);
      await delivering(service.url);
      return service;
    },
    spawn: async (settings = {}, node = []) => {
      const program = [...node, "--import", "tsx", "src/main.ts"];
      const worker = startServiceProcess({ ...environment, ...settings }, program);
      processes.push(worker);
      const url = await worker.ready;
      await delivering(url);
      return { ...worker, url };
    },
    produce: async (topic, messages) => {
      connected ??= producer.connect();
      await connected;
      await producer.send({ topic: prefix + topic, acks: -1, messages: [...messages] });
    },
    records: (topic) => seen.get(topic) ?? [],
    outcomes: () =>
      ["sms.sent", "sms.failed"].flatMap((topic) => seen.get(topic)!).map(({ value }) => JSON.parse(String(value))),
    texts: async (to) => {
      const query = to === undefined ? "" : `?to=${encodeURIComponent(to)}`;
      const answer = await fetch(`${simulator.url}/api/messages${query}`);
      return ((await answer.json()) as { messages: readonly SimulatedMessage[] }).messages;
    },
    fault: async (fault) => {
      const body = fault === undefined ? {} : { body: JSON.stringify(fault) };
      await fetch(`${simulator.url}/api/faults`, { method: fault === undefined ? "DELETE" : "PUT", ...body });
    },
    [Symbol.asyncDispose]: async () => {
      for (const worker of processes) worker.signal("SIGKILL");
      await Promise.all([...services.map((service) => service.stop()), ...processes.map(({ ended }) => ended)]);
      await Promise.all([producer.disconnect(), reader.disconnect()]);
      const admin = kafka.kafka.admin();
      await admin.connect();
      const own = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
      if (own.length > 0) await admin.deleteTopics({ topics: own });
      await admin.disconnect();
      await simulator.close();
      await redis.stop();
    },
  };
};
