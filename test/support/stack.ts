import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { replyTeller } from "../../src/adapters/cli/reply-teller.js";
import { createServiceClient } from "../../src/adapters/cli/service-client.js";
import { toldByService } from "../../src/adapters/cli/told-by-service.js";
import { readPrices } from "../../src/adapters/files/prices.js";
import type { SimulatedMessage } from "../../src/adapters/simulator/simulated-message.js";
import { type Simulator, startSimulator } from "../../src/adapters/simulator/simulator.js";
import { costOf } from "../../src/composition/phones.js";
import { shipped } from "../../src/composition/shipped.js";
import { phonesPage } from "../../src/composition/web-pages.js";
import type { KafkaVersion } from "./kafka-jars.js";
import { startKafka } from "./kafka-server.js";
import { missing } from "./needs.js";
import { startRedis } from "./redis-server.js";

/**
 * `npm run stack`: real Kafka and Redis and the simulator on loopback, for `npm start` to use. Prints the environment once
 * all of them answer, and stops everything on SIGINT or SIGTERM.
 */
const versions: readonly KafkaVersion[] = ["4.3.1", "3.9.2"];
/** A second stack names a file of its own. */
const environmentFile = process.env["STACK_ENV_FILE"] || ".cache/stack.env";
const host = "127.0.0.1";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const fail = (why: string, code: number): never => {
  say(why);
  process.exit(code);
};

const versionFrom = (words: readonly string[]): KafkaVersion => {
  const usage = `usage: npm run stack [-- --kafka ${versions.join("|")}]`;
  try {
    const { values } = parseArgs({ args: [...words], options: { kafka: { type: "string", default: versions[0]! } } });
    return versions.find((one) => one === values.kafka) ?? fail(usage, 2);
  } catch {
    return fail(usage, 2);
  }
};

/** Where the phone inbox is looked for; elsewhere when that port is taken. It asks the service at `SMS_URL` about texts. */
const startPhones = async (): Promise<Simulator> => {
  const call = createServiceClient(process.env);
  const prices = readPrices(shipped("data/price-book.json"));
  const options = {
    host,
    costOf: (message: SimulatedMessage) => costOf(prices, message),
    page: phonesPage,
    told: toldByService(call),
    tellReply: replyTeller(call),
  };
  return startSimulator({ ...options, port: Number(process.env["SIMULATOR_PORT"] || 8081) }).catch(() =>
    startSimulator({ ...options, port: 0 }),
  );
};

const version = versionFrom(process.argv.slice(2));
const absent = missing(["java", "mvn", "redis-server"]);
if (absent.length > 0)
  fail(`The stack needs ${absent.join(", ")} on the PATH (Debian: default-jdk-headless maven redis-server)`, 1);

const told = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
});
const stops: (() => Promise<unknown>)[] = [];
try {
  say(`Starting Redis, Kafka ${version} and the simulator on loopback; Kafka is fetched the first time ...`);
  const redis = await startRedis({ aof: true });
  stops.unshift(redis.stop);
  const kafka = await startKafka({ version });
  stops.unshift(kafka.kill);
  const simulator = await startPhones();
  stops.unshift(simulator.close);
  const environment = Object.entries({
    KAFKA_BROKERS: kafka.brokers,
    REDIS_URL: redis.url,
    SMS_HASH_KEY: randomBytes(36).toString("base64url"),
    OTP_SECRET: randomBytes(36).toString("base64url"),
    SMS_GATEWAY: "simulator",
    AWS_ENDPOINT_URL_SNS: simulator.url,
  }).map(([name, value]) => `${name}=${value}`);
  mkdirSync(dirname(environmentFile), { recursive: true });
  writeFileSync(environmentFile, `${environment.join("\n")}\n`, { mode: 0o600 });
  process.stdout.write(`${environment.join("\n")}\n`);
  say(`\nPhone inbox: ${simulator.url}`);
  say(`Next, in another terminal: set -a; . ${environmentFile}; set +a; npm start`);
  say("Ctrl-C stops everything; what it holds is forgotten.");
  await told;
} catch (error) {
  say(`The stack did not start: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  for (const stop of stops) await stop();
}
