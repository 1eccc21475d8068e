import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Kafka, logLevel } from "kafkajs";
import { patchKafkajs } from "../../src/adapters/kafka/library/kafkajs-patches.js";
import { freePort } from "./free-port.js";
import { type KafkaVersion, kafkaClassPath } from "./kafka-jars.js";

export interface KafkaServer {
  /** `127.0.0.1:port`, as `KAFKA_BROKERS` takes it. */
  readonly brokers: string;
  readonly version: KafkaVersion;
  /** Stops in order (SIGTERM) and keeps the data. */
  stop(): Promise<void>;
  /** Stops if it runs, then starts on the same port with the same data, and waits until it answers. */
  restart(): Promise<void>;
  /** SIGSTOP: the sockets stay open, nothing answers. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** SIGKILL; a temporary data directory is removed. */
  kill(): Promise<void>;
}

export interface KafkaServerOptions {
  readonly version?: KafkaVersion | undefined;
  /** Default: a free one. */
  readonly port?: number | undefined;
  /** Where its data stays; default: a temporary directory that goes with it. */
  readonly dir?: string | undefined;
  /** Further lines of server.properties. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
  /** Process that it may not outlive; default: this one. */
  readonly owner?: number | undefined;
}

const properties = (port: number, controller: number, dir: string) => ({
  "process.roles": "broker,controller",
  "node.id": "1",
  "controller.quorum.voters": `1@127.0.0.1:${controller}`,
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
  "advertised.listeners": `PLAINTEXT://127.0.0.1:${port}`,
  "controller.listener.names": "CONTROLLER",
  "log.dirs": join(dir, "data"),
  "offsets.topic.replication.factor": "1",
  "offsets.topic.num.partitions": "4",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "transaction.state.log.num.partitions": "4",
  "share.coordinator.state.topic.replication.factor": "1",
  "share.coordinator.state.topic.min.isr": "1",
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "1000",
  "auto.create.topics.enable": "false",
});

/** Until the broker answers and has a group coordinator. */
const answers = async (brokers: string, exited: () => boolean, log: string): Promise<void> => {
  patchKafkajs();
  const deadline = Date.now() + 60_000;
  for (;;) {
    // A new client each time: one that failed to connect keeps an empty broker pool.
    const retry = { retries: 20, initialRetryTime: 50, maxRetryTime: 100 };
    const client = { brokers: [brokers], logLevel: logLevel.NOTHING, connectionTimeout: 1_000, retry };
    const admin = new Kafka(client).admin();
    try {
      await admin.connect();
      await admin.fetchOffsets({ groupId: "warm-up" });
      await admin.disconnect();
      return;
    } catch {
      await admin.disconnect().catch(() => undefined);
      if (exited() || Date.now() > deadline)
        throw new Error(`Kafka did not start; its log ends with:\n${(await readFile(log, "utf8")).slice(-2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

/** Kills what `pid` names as soon as the owner is gone, however it went, and removes the directories. */
const guard = (owner: number, pidFile: string, directories: readonly string[]): ChildProcess => {
  const script =
    'while kill -0 "$1" 2>/dev/null; do sleep 0.5; done; kill -9 "$(cat "$2")"; shift 2; [ $# = 0 ] || rm -rf "$@"';
  const child = spawn("sh", ["-c", script, "sh", String(owner), pidFile, ...directories], {
    detached: true,
    stdio: "ignore",
  });
  child.unref();
  return child;
};

/**
 * A real Apache Kafka of one KRaft node on loopback, fetched with Maven (needs `java` and `mvn`). It creates no topic by
 * itself, lets session timeouts be 1 s and answers by the time this resolves. It never outlives its owner.
 */
export const startKafka = async (options: KafkaServerOptions = {}): Promise<KafkaServer> => {
  const version = options.version ?? "4.3.1";
  const classPath = await kafkaClassPath(version);
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "kafka-")));
  await mkdir(dir, { recursive: true });
  const port = options.port ?? (await freePort());
  const brokers = `127.0.0.1:${port}`;
  const [config, log, pidFile] = ["server.properties", "server.log", "pid"].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  const settings = { ...properties(port, await freePort(), dir), ...options.properties };
  await writeFile(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
  const format = ["kafka.tools.StorageTool", "format", "-t", "c21zLXNlcnZpY2Uta2Fma2E", "-c", config];
  await promisify(execFile)("java", ["-cp", classPath, ...format, "--ignore-formatted"]);

  let child: ChildProcess;
  const start = async () => {
    const output = openSync(log, "a");
    const memory = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
    child = spawn("java", [...memory, "-cp", classPath, "kafka.Kafka", config], {
      detached: true,
      stdio: ["ignore", output, output],
    });
    child.unref();
    await writeFile(pidFile, String(child.pid));
    await answers(brokers, () => child.exitCode !== null || child.signalCode !== null, log);
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.ref();
    child.kill("SIGCONT");
    child.kill(signal);
    await exited;
    await writeFile(pidFile, "");
  };

  const watcher = guard(options.owner ?? process.pid, pidFile, options.dir === undefined ? [dir] : []);
  await start();
  return {
    brokers,
    version,
    stop: () => end("SIGTERM"),
    restart: async () => {
      await end("SIGTERM");
      await start();
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    kill: async () => {
      await end("SIGKILL");
      watcher.kill();
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
};
