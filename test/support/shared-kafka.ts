import { execFileSync } from "node:child_process";
import { isMainThread } from "node:worker_threads";
import { describe } from "vitest";
import { startKafka } from "./kafka-server.js";
import { describeWith, missing } from "./needs.js";
import { oncePerRun } from "./once-per-run.js";

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

/** One start for all test files of a run. */
const forAll = () => oncePerRun("kafka", async () => (await startKafka({ owner: run })).brokers);

/**
 * Brokers for tests that only need topics of their own: those of KAFKA_BROKERS, else a container where Docker answers (its
 * reaper ends it with the worker that started it, so one for each test file), else one Apache Kafka 4.3.1 for the whole run, started by whoever asks first and gone with the run.
 */
export const sharedKafka = async (): Promise<string> => {
  const given = process.env["KAFKA_BROKERS"];
  if (given !== undefined) return given;
  if (!dockerAnswers()) return forAll();
  container ??= inContainer();
  return container;
};

/** A suite on `sharedKafka()`; where none can be had, skipped by name, and with CI=true a failure. */
export const describeWithKafka = (name: string, suite: () => void): void => {
  if (process.env["KAFKA_BROKERS"] !== undefined || dockerAnswers()) describe(name, suite);
  else describeWith(["java", "mvn"], name, suite);
};
