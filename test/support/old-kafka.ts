import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { freePort } from "./free-port.js";
import { kafkaClassPath } from "./kafka-jars.js";

/** Its shell waits for the end of our side of the pipe, which comes however this process ends, and then ends both. */
const guarded = `memory="-Xms64m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
java $memory -Dzookeeper.admin.enableServer=false -cp "$1" org.apache.zookeeper.server.ZooKeeperServerMain "$2" "$3/zookeeper" & keeper=$!
java $memory -cp "$1" kafka.Kafka "$3/server.properties" & broker=$!
read line; kill -9 $broker $keeper; wait`;

/**
 * Apache Kafka 2.7 beside its ZooKeeper, on loopback, fetched with Maven: the last one whose topics have no ids. It creates
 * no topic by itself, and answers by the time this resolves.
 */
export const startOldKafka = async (): Promise<{ readonly brokers: string; stop(): Promise<void> }> => {
  const classPath = await kafkaClassPath("2.7.2");
  const dir = await mkdtemp(join(tmpdir(), "old-kafka-"));
  const [port, keeper] = await Promise.all([freePort(), freePort()]);
  const brokers = `127.0.0.1:${port}`;
  const properties = {
    "broker.id": "1",
    listeners: `PLAINTEXT://${brokers}`,
    "zookeeper.connect": `127.0.0.1:${keeper}`,
    "log.dirs": join(dir, "data"),
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "auto.create.topics.enable": "false",
  };
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(dir, "server.properties"), lines.join(""));
  const args = ["-c", guarded, "sh", classPath, String(keeper), dir];
  const shell = spawn("sh", args, { stdio: ["pipe", "ignore", "ignore"] });
  const stop = async () => {
    const exited = once(shell, "exit");
    shell.stdin.end();
    await exited;
    await rm(dir, { recursive: true, force: true });
  };
  const retry = { retries: 20, initialRetryTime: 50, maxRetryTime: 100 };
  for (const deadline = Date.now() + 90_000; ; ) {
    const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING, retry }).admin();
    try {
      await admin.connect();
      await admin.fetchOffsets({ groupId: "warm-up" });
      await admin.disconnect();
      return { brokers, stop };
    } catch (error) {
      await admin.disconnect().catch(() => undefined);
      if (Date.now() > deadline) {
        await stop();
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
};
