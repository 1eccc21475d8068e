import { readFileSync } from "node:fs";
import kafkajs from "kafkajs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBrokerTime } from "../../src/adapters/kafka/library/broker-time.js";
import { createClient } from "../../src/adapters/kafka/library/client.js";
import { withAdmin } from "../../src/adapters/kafka/library/with-admin.js";
import { startAskingKafka } from "../support/asking-kafka.js";
import { eventually } from "../support/eventually.js";
import type { KafkaServer } from "../support/kafka-server.js";
import { describeWith } from "../support/needs.js";
import { silentLog } from "../support/silent-log.js";
import { envelope, type ServiceStage, startStage } from "../service/service-stage.js";

interface Right {
  readonly kind: "cluster" | "group" | "topic";
  readonly name: string;
  readonly prefixed: boolean;
  readonly operations: readonly string[];
}

/** The rights that the commands in docs/operations.md give. */
const documented = (): readonly Right[] => {
  const page = readFileSync("docs/operations.md", "utf8");
  const block = /^acl\(\).*\n([^`]*)```/mu.exec(page)![1]!.replaceAll("\\\n", " ");
  const lines = block.split("\n");
  return lines.flatMap((line, at) => {
    if (!/^ *acl /u.test(line)) return [];
    const [, kind = "", name = ""] = /--(cluster|group|topic)(?: ([^-\s]\S*))?/u.exec(line)!;
    const operations = [...line.matchAll(/--operation (\w+)/gu)].map(([, operation]) => operation!);
    const right = { kind: kind as Right["kind"], prefixed: line.includes("prefixed"), operations };
    const names =
      name === "$topic"
        ? /for topic in (.*); do/u
            .exec(lines[at - 1]!)![1]!
            .trim()
            .split(/\s+/u)
        : [name];
    return names.map((one) => ({ ...right, name: one }));
  });
};

const operations: Readonly<Record<string, kafkajs.AclOperationTypes>> = {
  Read: kafkajs.AclOperationTypes.READ,
  Write: kafkajs.AclOperationTypes.WRITE,
  Delete: kafkajs.AclOperationTypes.DELETE,
  Describe: kafkajs.AclOperationTypes.DESCRIBE,
  DescribeConfigs: kafkajs.AclOperationTypes.DESCRIBE_CONFIGS,
};
const kinds = {
  cluster: kafkajs.AclResourceTypes.CLUSTER,
  group: kafkajs.AclResourceTypes.GROUP,
  topic: kafkajs.AclResourceTypes.TOPIC,
} as const;

describeWith(
  ["redis-server", "java", "mvn"],
  "the rights in docs/operations.md, on a Kafka that grants no others",
  () => {
    let kafka: KafkaServer;
    let asking: string;
    let stage: ServiceStage;
    beforeAll(async () => {
      const jaas = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_sms="secret";';
      ({ kafka, asking } = await startAskingKafka("PLAIN", jaas, {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
      }));
      stage = await startStage(kafka.brokers);
    }, 180_000);
    afterAll(async () => {
      await stage?.[Symbol.asyncDispose]();
      await kafka?.kill();
    });

    test("are enough: texts go, dead letters are kept and replayed, Kafka's clock is read, no passing group stays", async () => {
      const { KAFKA_TOPIC_PREFIX: prefix } = stage.kafka.settings;
      const rights = documented();
      const topics = rights.filter(({ kind }) => kind === "topic").map(({ name }) => name);
      await stage.kafka.makeTopics(topics, 2);
      const admin = stage.kafka.kafka.admin();
      await admin.connect();
      await admin.createAcls({
        acl: rights.flatMap(({ kind, name, operations: allowed, prefixed }) =>
          allowed.map((operation) => ({
            resourceType: kinds[kind],
            resourceName: kind === "cluster" ? "kafka-cluster" : prefix + name,
            resourcePatternType: prefixed
              ? kafkajs.ResourcePatternTypes.PREFIXED
              : kafkajs.ResourcePatternTypes.LITERAL,
            principal: "User:sms",
            host: "*",
            operation: operations[operation]!,
            permissionType: kafkajs.AclPermissionTypes.ALLOW,
          })),
        ),
      });
      const asSms = {
        KAFKA_SASL_MECHANISM: "plain",
        KAFKA_SASL_USERNAME: "sms",
        saslPassword: () => "secret",
      } as const;
      const client = createClient({ ...stage.kafka.settings, ...asSms, KAFKA_BROKERS: [asking] }, silentLog);
      // A broker knows what its controller granted a moment later.
      await eventually("the broker grants them", async () => {
        const seen = await withAdmin(client, (asSmsItself) => asSmsItself.listTopics());
        return topics.every((name) => seen.includes(prefix + name));
      });
      const { url } = await stage.start({
        KAFKA_BROKERS: asking,
        KAFKA_GROUP_ID: `${prefix}sms-service`,
        KAFKA_SASL_MECHANISM: "plain",
        KAFKA_SASL_USERNAME: "sms",
        KAFKA_SASL_PASSWORD: "secret",
      });
      const answer = async (method: string, path: string, body?: object) => {
        const asked = await fetch(`${url}${path}`, {
          method,
          headers: { "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return { status: asked.status, body: (await asked.json()) as Record<string, unknown> };
      };
      expect((await answer("POST", "/v1/messages", { to: "+447400100200", text: "by HTTP" })).status).toBe(202);
      const value = JSON.stringify({ to: "+447400100201", text: "by event" });
      await stage.produce("sms.requested", [{ key: "k", value, headers: envelope("sms.requested", "e1") }]);
      await stage.produce("order.created", [{ key: "k", value: "not JSON" }]);
      await eventually("both are sent", async () => (await stage.texts()).length === 2, 30_000);
      await eventually("the dead letter is kept", () => stage.records("sms.dead-letter").length === 1, 30_000);
      const { body: found } = await answer("GET", "/v1/dead-letters");
      expect(JSON.stringify(found)).toContain("order.created");
      expect(await readBrokerTime(client)).toBeGreaterThan(Date.now() - 60_000);
      expect((await answer("GET", "/readyz")).body).toMatchObject({ ready: true });
      const { groups } = await admin.listGroups();
      expect(groups.map(({ groupId }) => groupId).filter((id) => id.includes("-consent-"))).toEqual([]);
      await admin.disconnect();
    }, 120_000);
  },
);
