import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAskingKafka } from "../support/asking-kafka.js";
import { eventually } from "../support/eventually.js";
import { kafkaClassPath } from "../support/kafka-jars.js";
import type { KafkaServer } from "../support/kafka-server.js";
import { describeWith } from "../support/needs.js";
import { envelope, type ServiceStage, startStage } from "./service-stage.js";

const user = "sms";

/** Clients sign in again: kafkajs does it 10 s before their time is over. */
const startKafkaThatAsksAgain = async () => {
  const jaas = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
  const started = await startAskingKafka("SCRAM-SHA-512", jaas, { "connections.max.reauth.ms": "14000" });
  const { kafka } = started;
  const setPassword = async (password: string) => {
    const change = ["--alter", "--add-config", `SCRAM-SHA-512=[password=${password}]`];
    const command = ["kafka.admin.ConfigCommand", "--bootstrap-server", kafka.brokers, ...change];
    const entity = ["--entity-type", "users", "--entity-name", user];
    await promisify(execFile)("java", ["-cp", await kafkaClassPath(kafka.version), ...command, ...entity]);
  };
  return { ...started, setPassword };
};

describeWith(["redis-server", "java", "mvn"], "passwords that are rotated while the service runs", () => {
  const folder = mkdtempSync(join(tmpdir(), "sms-passwords-"));
  const [kafkaFile, redisFile] = [join(folder, "kafka"), join(folder, "redis")];
  let kafka: KafkaServer;
  let setKafkaPassword: (password: string) => Promise<void>;
  let asking: string;
  let stage: ServiceStage;

  const setRedisPassword = (password: string) =>
    stage.redis.command("ACL", "SETUSER", user, "reset", "on", `>${password}`, "~*", "&*", "+@all");

  beforeAll(async () => {
    ({ kafka, asking, setPassword: setKafkaPassword } = await startKafkaThatAsksAgain());
    stage = await startStage(kafka.brokers);
  }, 120_000);
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
    await kafka?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a new one in the files is taken without a restart, whichever of both sides has it first; nothing is lost", async () => {
    await Promise.all([setKafkaPassword("first"), setRedisPassword("first")]);
    writeFileSync(kafkaFile, "first\n");
    writeFileSync(redisFile, "first\n");
    const { url } = await stage.start({
      KAFKA_BROKERS: asking,
      KAFKA_SASL_MECHANISM: "scram-sha-512",
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD_FILE: kafkaFile,
      REDIS_URL: stage.redis.url.replace("//", `//${user}@`),
      REDIS_PASSWORD_FILE: redisFile,
    });
    const topic = "sms.requested";
    const ask = async (n: number) => {
      const value = JSON.stringify({ to: "+447400100200", text: `text ${n}` });
      await stage.produce(topic, [{ key: `k${n}`, value, headers: envelope(topic, `id-${n}`) }]);
    };
    const told = (n: number) => eventually(`an outcome of text ${n}`, () => stage.outcomes().length === n, 60_000);
    const refused = async (by: string, says: RegExp) => {
      let reasons = "";
      const told = async () => {
        reasons = await (await fetch(`${url}/readyz`)).text();
        return says.test(reasons);
      };
      await eventually(`${by} refuses, and readiness tells`, told, 90_000).catch((error: Error) => {
        throw new Error(`${error.message}; the last: ${reasons}`);
      });
    };
    const ready = () => eventually("ready", async () => (await fetch(`${url}/readyz`)).ok, 60_000);
    await ask(1);
    await told(1);

    // The servers know the new password first: until the files have it, readiness says which side refuses.
    await Promise.all([setKafkaPassword("second"), setRedisPassword("second")]);
    await stage.redis.command("CLIENT", "KILL", "USER", user);
    await refused("Redis", /WRONGPASS/);
    await ask(2);
    await refused("Kafka", /refuses the sign-in; mend KAFKA_SASL_USERNAME/);
    writeFileSync(kafkaFile, "second\n");
    writeFileSync(redisFile, "second\n");
    await ready();
    await told(2);

    // The usual way: both know it within a moment, and connections that stand are closed later.
    await Promise.all([setKafkaPassword("third"), setRedisPassword("third")]);
    writeFileSync(kafkaFile, "third\n");
    writeFileSync(redisFile, "third\n");
    await stage.redis.command("CLIENT", "KILL", "USER", user);
    await ask(3);
    await told(3);
    await ready();
    expect(stage.outcomes().map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
    expect(await stage.texts()).toHaveLength(3);
  }, 240_000);
});
