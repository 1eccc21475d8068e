import { once } from "node:events";
import { createRequire } from "node:module";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import kafkajs from "kafkajs";
import { expect, test, vi } from "vitest";
import { createClient } from "../../../../src/adapters/kafka/library/client.js";
import { cutDeadLetter } from "../../../../src/adapters/kafka/publish/dead-letter-cut.js";
import { crc32c } from "../../../../src/adapters/kafka/library/crc32c.js";
import { eventRecord } from "../../../../src/adapters/kafka/consume/event-record.js";
import { assertVersion, patchKafkajs } from "../../../../src/adapters/kafka/library/kafkajs-patches.js";
import { libraryLog } from "../../../../src/adapters/kafka/library/library-log.js";
import { silentLog } from "../../../support/silent-log.js";

const require = createRequire(import.meta.url);
patchKafkajs();

test("another kafkajs than the one that was read is refused, with what to do", () => {
  expect(() => assertVersion("2.2.4")).not.toThrow();
  expect(() => assertVersion("2.3.0-beta.0")).toThrow("install kafkajs@2.2.4");
});

test("a queue in which nothing waits arms no timer", () => {
  const RequestQueue = require("kafkajs/src/network/requestQueue");
  const queue = new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, logger: { debug: () => undefined } });
  const timers = vi.spyOn(globalThis, "setTimeout");
  queue.checkPendingRequests();
  expect(timers).not.toHaveBeenCalled();
  queue.pending.push({});
  queue.inflight.set(1, {});
  queue.checkPendingRequests();
  expect(timers).toHaveBeenCalledTimes(1);
  queue.destroy();
  timers.mockRestore();
});

test("a connection that is closed again and again keeps no listener for each time", async () => {
  const server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const Connection = require("kafkajs/src/network/connection");
  const logger = { debug: () => undefined, error: () => undefined };
  const connection = new Connection({
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    logger: { ...logger, namespace: () => logger },
    socketFactory: ({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }) =>
      connect({ host, port }, onConnect),
    connectionTimeout: 1_000,
    requestTimeout: 1_000,
  });
  await connection.connect();
  const { socket } = connection as { socket: Socket };
  if (!socket.destroyed) await once(socket, "close");
  for (let times = 0; times < 20; times += 1) await connection.disconnect();
  expect(socket.listenerCount("connect")).toBe(0);
  await new Promise((closed) => server.close(closed));
});

test("a batch that is written is summed up here", () => {
  const path = require.resolve("kafkajs/src/protocol/recordBatch/crc32C/index");
  expect(require.cache[path]!.exports).toBe(crc32c);
});

test.each(["Snappy", "LZ4", "ZSTD"] as const)("%s is read and never written, and says so", async (name) => {
  const codec = kafkajs.CompressionCodecs[kafkajs.CompressionTypes[name] as kafkajs.CompressionTypes.GZIP]();
  await expect(codec.compress({ buffer: Buffer.alloc(1) })).rejects.toThrow(/never writes it/);
});

test("settings of SASL reach the client; a mechanism without them is still SASL", () => {
  const settings = {
    KAFKA_BROKERS: ["127.0.0.1:1"],
    KAFKA_TOPIC_PREFIX: "",
    KAFKA_GROUP_ID: "g",
    KAFKA_TOPIC_PARTITIONS: 1,
    KAFKA_SESSION_TIMEOUT_MS: 6_000,
    KAFKA_SSL: true,
    KAFKA_SASL_MECHANISM: "scram-sha-512",
  } as const;
  const made = vi.spyOn(kafkajs, "Kafka");
  const passwords = ["p", "rotated"];
  createClient({ ...settings, KAFKA_SASL_USERNAME: "u", saslPassword: () => passwords.shift()! }, silentLog);
  const { sasl, ssl } = made.mock.calls[0]![0];
  expect([ssl, sasl?.mechanism]).toEqual([true, "scram-sha-512"]);
  expect([sasl, sasl].map((asked) => ({ ...asked }))).toMatchObject([
    { username: "u", password: "p" },
    { username: "u", password: "rotated" },
  ]);
  made.mockRestore();
});

test("the library's log loses every field that could hold a value", () => {
  const lines: unknown[] = [];
  const keep = (fields: object, message: string) => lines.push({ ...fields, message });
  const write = libraryLog({ debug: keep, info: keep, warn: keep, error: keep })(kafkajs.logLevel.WARN);
  write({
    namespace: "Consumer",
    level: kafkajs.logLevel.ERROR,
    label: "ERROR",
    log: {
      timestamp: "",
      message: "away",
      topic: "t",
      payload: "+919876543210",
      messages: [{ value: "+919876543210" }],
    },
  });
  expect(lines).toEqual([{ library: "kafkajs", namespace: "Consumer", topic: "t", message: "away" }]);
});

const message = { key: null, value: null, attributes: 0, offset: "7" } as const;
test.each([
  ["its own", "1700000000123", "2023-11-14T22:13:20.123Z"],
  ["none", "-1", "1970-01-01T00:00:00.000Z"],
  ["one that no date can hold", "9223372036854775807", "1970-01-01T00:00:00.000Z"],
])("a record with %s timestamp has an instant", (_, timestamp, instant) => {
  expect(eventRecord("t", 0, { ...message, timestamp } as never).timestamp.toISOString()).toBe(instant);
});

test("a header gives its last value, an empty one where it has none; all of them are kept in order", () => {
  const rawHeaders = [
    ["twice", Buffer.from("a")],
    ["nothing", null],
    ["twice", Buffer.from("b")],
  ] as const;
  const record = eventRecord("t", 3, { ...message, timestamp: "0", rawHeaders } as never);
  expect(record).toMatchObject({ topic: "t", partition: 3, offset: 7n, rawHeaders });
  expect(record.headers).toEqual({ twice: Buffer.from("b"), nothing: Buffer.alloc(0) });
  expect(record).not.toHaveProperty("fault");
});

test.each([
  ["a batch that nobody can read", { unreadable: "why" }, { cause: "unreadable-batch", message: "why" }],
  ["more headers than are kept", { droppedHeaders: 3 }, { cause: "headers-too-many", droppedHeaders: 3 }],
])("%s is a fault of its record", (_, given, fault) => {
  expect(eventRecord("t", 0, { ...message, timestamp: "0", ...given } as never).fault).toMatchObject(fault);
});

test("a dead letter is cut value first, then what it came with, then no further", () => {
  const own = ["own", "x"] as const;
  const ours = ["sms-cause", "kafka_dlt-original-topic", "__connect.errors.topic"].map((name) => [name, "t"] as const);
  const whole = { key: "k", value: Buffer.alloc(70_000, "v"), headers: [own, own, ...ours], timestamp: "5" };
  const from = ["sms-truncated-from", "70000"] as const;
  const once = cutDeadLetter(whole);
  expect(once).toEqual({ ...whole, value: Buffer.alloc(65_536, "v"), headers: [own, own, ...ours, from] });
  const twice = cutDeadLetter(once!);
  expect(twice).toEqual({ ...once, headers: [...ours, from, ["sms-truncated-headers", "2"]] });
  expect(cutDeadLetter(twice!)).toBeUndefined();
  expect(cutDeadLetter({ key: "k", value: null })).toBeUndefined();
});
