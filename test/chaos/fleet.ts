import { randomUUID } from "node:crypto";
import kafkajs from "kafkajs";
import { deploymentName } from "../../src/composition/deployment-name.js";
import { createRedisStore } from "../../src/adapters/redis/store.js";
import { startSimulator } from "../../src/adapters/simulator/simulator.js";
import type { SimulatedMessage } from "../../src/adapters/simulator/simulated-message.js";
import { createHashes } from "../../src/adapters/system/hashes.js";
import { messageId } from "../../src/application/notifications/message-id.js";
import type { OutcomeValue } from "../../src/application/message/outcome.js";
import type { JournalEntry } from "../../src/application/ports/journal.js";
import { makeTopics } from "../support/make-topics.js";
import { type RedisServer, startRedis } from "../support/redis-server.js";
import { type ServiceProcess, startServiceProcess } from "../support/service-process.js";

const hashKey = "k".repeat(48);
const hashes = createHashes(Buffer.from(hashKey));

/** One event that asks for one text; `text` tells it apart at the phones. */
export interface Asked {
  readonly id: string;
  readonly messageId: string;
  readonly class: "transactional" | "promotional";
  readonly text: string;
}

export interface Fleet extends AsyncDisposable {
  readonly redis: RedisServer;
  readonly simulatorUrl: string;
  /** The name of its keys in Redis. */
  readonly deployment: string;
  /** Full name of the topic that is asked through. */
  readonly topic: string;
  /** Produces so many events, their classes by turns, with keys of their own; what was asked for. */
  ask(count: number, change?: Partial<Payload> & Envelope): Promise<readonly Asked[]>;
  /** One more worker, perhaps another program than the service itself; not yet ready. */
  worker(environment?: Readonly<Record<string, string>>, program?: readonly string[]): ServiceProcess;
  /** Outcome values by message, each with the ids under which it came. */
  outcomes(): ReadonlyMap<
    string,
    readonly { readonly ceId: string; readonly value: OutcomeValue; readonly raw: string }[]
  >;
  /** Texts that the gateway accepted, by text. */
  accepted(): Promise<ReadonlyMap<string, number>>;
  /** This trouble alone. */
  fault(fault: object): Promise<void>;
  /** One more trouble. */
  add(fault: object): Promise<void>;
  clearFaults(): Promise<void>;
  journal(id: string): Promise<JournalEntry | undefined>;
  /** Events that the workers have committed. */
  committed(): Promise<number>;
  /** Waits until it holds; rejects, with what it last saw, after `withinMs`. */
  until(what: string, holds: () => boolean | Promise<boolean>, withinMs?: number): Promise<void>;
}

interface Envelope {
  readonly key?: string;
  /** When the event says that it happened, RFC 3339. */
  readonly time?: string;
  /** The number that each of all events asked for goes to. */
  readonly number?: (n: number) => string;
}

interface Payload {
  readonly to: string;
  readonly class: "transactional" | "promotional";
  /** RFC 3339. */
  readonly sendAt: string;
}

const { Kafka, logLevel } = kafkajs;

const longestAskMs = 60_000;
const mostAtOnce = 2_000;

/** Numbers of a country without promotional hours, so that the hour of the day changes nothing. */
const numberOf = (n: number): string => `+44740${String(1_000_000 + (n % 8_999_999)).slice(0, 7)}`;

/** Workers of one group on real Kafka and Redis, the gateway's stand-in in this process. `clock`: Redis's can be stepped. */
export const startFleet = async (brokers: string, gatewayMs = 50, { clock = false } = {}): Promise<Fleet> => {
  const prefix = `chaos-${randomUUID().slice(0, 8)}.`;
  const [redis, simulator] = await Promise.all([
    startRedis({ aof: true, clock }),
    startSimulator({ host: "127.0.0.1", port: 0 }),
  ]);
  const api = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${simulator.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.json();
  };
  const slow = { kind: "slow", ms: gatewayMs };
  await api("PUT", "/api/faults", slow);

  const kafka = new Kafka({ clientId: "chaos", brokers: brokers.split(","), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = ["sms.requested", "sms.sent", "sms.failed"].map((topic) => `${prefix}${topic}`);
  await makeTopics(
    admin,
    topics.map((topic) => ({ topic, numPartitions: 6 })),
  );
  const producer = kafka.producer();
  await producer.connect();
  const deployment = deploymentName({ KAFKA_TOPIC_PREFIX: prefix, KAFKA_GROUP_ID: `${prefix}workers` });
  const store = createRedisStore({
    deployment,
    urls: [redis.url],
    hashKey,
    ttlMs: 7 * 86_400_000,
    // Longer than a busy machine takes: an answer that is late is no trouble of the test's.
    deadlineMs: 20_000,
    rates: { transactional: undefined, promotional: undefined },
  });

  const outcomes = new Map<string, { ceId: string; value: OutcomeValue; raw: string }[]>();
  let consumer = kafka.consumer({ groupId: `${prefix}reader`, maxWaitTimeInMs: 100 });
  let disposed = false;
  const read = async (): Promise<void> => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      // While a broker is away kafkajs gives some errors up for good: whoever reads on needs another consumer.
      if (!payload.restart && !disposed) void readAgain();
    });
    await consumer.connect();
    await consumer.subscribe({ topics: topics.slice(1), fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const raw = String(message.value);
        const value: OutcomeValue = JSON.parse(raw);
        const found = outcomes.get(value.messageId) ?? [];
        found.push({ ceId: String(message.headers?.["ce_id"]), value, raw });
        outcomes.set(value.messageId, found);
      },
    });
  };
  const readAgain = async (): Promise<void> => {
    while (!disposed) {
      await consumer.disconnect().catch(() => undefined);
      consumer = kafka.consumer({ groupId: `${prefix}reader`, maxWaitTimeInMs: 100 });
      const reads = await read().then(
        () => true,
        () => false,
      );
      if (reads) return;
      await new Promise((go) => setTimeout(go, 250));
    }
  };
  await read();

  /** A broker that is away is no trouble of the test's: the ids make a repetition harmless. */
  const produce = async (messages: kafkajs.Message[]): Promise<void> => {
    for (const end = performance.now() + longestAskMs; ; )
      try {
        await producer.send({ topic: topics[0]!, acks: -1, messages });
        return;
      } catch (error) {
        if (performance.now() > end) throw error;
      }
  };

  const workers = new Set<ServiceProcess>();
  const started: ServiceProcess[] = [];
  let asked = 0;
  return {
    redis,
    simulatorUrl: simulator.url,
    deployment,
    topic: topics[0]!,
    ask: async (count, change = {}) => {
      const { key, number = numberOf, time, ...payload } = change;
      const events = Array.from({ length: count }, (): Asked & { to: string; sendAt?: string } => {
        const n = asked++;
        const id = `e${n}`;
        return {
          id,
          messageId: messageId(hashes, `/chaos\n${id}`, "sms.requested", "recipient"),
          class: n % 2 === 0 ? "transactional" : "promotional",
          text: `text ${n} of ${prefix} Reply STOP to opt out`,
          to: number(n),
          ...payload,
        };
      });
      const messages = events.map(({ id, to, text, class: of, sendAt }) => ({
        key: key ?? id,
        value: JSON.stringify({ to, text, class: of, sendAt }),
        headers: {
          ...{ ce_specversion: "1.0", ce_id: id, ce_source: "/chaos", ce_type: "sms.requested" },
          ...(time === undefined ? {} : { ce_time: time }),
        },
      }));
      for (let from = 0; from < count; from += mostAtOnce) await produce(messages.slice(from, from + mostAtOnce));
      return events;
    },
    worker: (environment = {}, program?: readonly string[]) => {
      const worker = startServiceProcess(
        {
          KAFKA_BROKERS: brokers,
          KAFKA_TOPIC_PREFIX: prefix,
          KAFKA_GROUP_ID: `${prefix}workers`,
          KAFKA_SESSION_TIMEOUT_MS: "3000",
          REDIS_URL: redis.url,
          SMS_HASH_KEY: hashKey,
          OTP_SECRET: "o".repeat(48),
          AWS_ENDPOINT_URL_SNS: simulator.url,
          SMS_MAX_IN_FLIGHT: "64",
          ...environment,
        },
        program,
      );
      workers.add(worker);
      started.push(worker);
      void worker.ended.then(() => workers.delete(worker));
      return worker;
    },
    outcomes: () => outcomes,
    accepted: async () => {
      const { messages } = (await api("GET", "/api/messages")) as { messages: readonly SimulatedMessage[] };
      const counts = new Map<string, number>();
      for (const { text } of messages) counts.set(text, (counts.get(text) ?? 0) + 1);
      return counts;
    },
    fault: async (fault) => {
      await api("DELETE", "/api/faults");
      await api("PUT", "/api/faults", slow);
      await api("PUT", "/api/faults", fault);
    },
    add: async (fault) => {
      await api("PUT", "/api/faults", fault);
    },
    clearFaults: async () => {
      await api("DELETE", "/api/faults");
      await api("PUT", "/api/faults", slow);
    },
    committed: async () => {
      const [found] = await admin.fetchOffsets({ groupId: `${prefix}workers`, topics: [topics[0]!] });
      return found!.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
    },
    journal: (id) => store.journal.read(id),
    until: async (what, holds, withinMs = 90_000) => {
      for (const end = performance.now() + withinMs; !(await holds()); await new Promise((go) => setTimeout(go, 100)))
        if (performance.now() > end) {
          // One that ended may say why.
          const logs = started.map((worker) => worker.output().slice(-2_000)).join("\n---\n");
          throw new Error(`${what}: not within ${withinMs} ms; ${outcomes.size} outcomes\n${logs}`);
        }
    },
    [Symbol.asyncDispose]: async () => {
      disposed = true;
      const stopping = [...workers];
      for (const worker of stopping) worker.signal("SIGKILL");
      await Promise.all(stopping.map((worker) => worker.ended));
      await consumer.disconnect();
      await producer.disconnect();
      await admin.deleteTopics({ topics }).catch(() => undefined);
      await admin.disconnect();
      await store.close();
      await simulator.close();
      await redis.stop();
    },
  };
};
