import { execFileSync } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { describe } from "vitest";
import { startKafka } from "./kafka-server.js";
import { describeWith, missing } from "./needs.js";

/** The process of the whole test run: the parent of a forked test worker, else this one. */
const run = process.send !== undefined && isMainThread ? process.ppid : process.pid;

const dockerAnswers = (): boolean => {
  if (missing(["docker"]).length > 0) return false;
  try {
    execFileSync("docker", ["info"], { stdio: "ignore", timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
};

const inContainer = async (): Promise<string> => {
  const { KafkaContainer } = await import("@testcontainers/kafka");
  const container = await new KafkaContainer("confluentinc/cp-kafka:8.0.0")
    .withKraft()
    .withEnvironment({ KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false", KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: "1000" })
    .start();
  return `${container.getHost()}:${container.getMappedPort(9093)}`;
};

let container: Promise<string> | undefined;

const place = join(tmpdir(), `sms-kafka-run-${run}`);
const address = join(place, "brokers");

const startForAll = async (): Promise<string> => {
  try {
    const { brokers } = await startKafka({ owner: run, guarded: place });
    await writeFile(`${address}.new`, brokers);
    await rename(`${address}.new`, address);
    return brokers;
  } catch (error) {
    await rm(place, { recursive: true, force: true });
    throw error;
  }
};

/** One start for all test files of a run: the first that asks starts it, the others wait for its address. */
const oncePerRun = async (): Promise<string> => {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; ) {
    const first = await mkdir(place).then(
      () => true,
      () => false,
    );
    if (first) return startForAll();
    const brokers = await readFile(address, "utf8").catch(() => undefined);
    if (brokers !== undefined) return brokers;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no Kafka came up in ${place}`);
};

/**
 * Brokers for tests that only need topics of their own: those of KAFKA_BROKERS, else a container where Docker answers (its
 * reaper ends it with the worker that started it, so one for each test file), else one Apache Kafka 4.3.1 for the whole run, started by whoever asks first and gone with the run.
 */
export const sharedKafka = async (): Promise<string> => {
  const given = process.env["KAFKA_BROKERS"];
  if (given !== undefined) return given;
  if (!dockerAnswers()) return oncePerRun();
  container ??= inContainer();
  return container;
};

/** A suite on `sharedKafka()`; where none can be had, skipped by name, and with CI=true a failure. */
export const describeWithKafka = (name: string, suite: () => void): void => {
  if (process.env["KAFKA_BROKERS"] !== undefined || dockerAnswers()) describe(name, suite);
  else describeWith(["java", "mvn"], name, suite);
};
