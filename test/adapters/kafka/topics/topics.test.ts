import kafkajs from "kafkajs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withAdmin } from "../../../../src/adapters/kafka/library/with-admin.js";
import { ensureTopics, TopicsMissing } from "../../../../src/adapters/kafka/topics/topics.js";
import { eventually } from "../../../support/eventually.js";
import { startKafka } from "../../../support/kafka-server.js";
import { type KafkaStage, kafkaStage } from "../../../support/kafka-stage.js";
import { describeWith } from "../../../support/needs.js";
import { describeWithKafka, sharedKafka } from "../../../support/shared-kafka.js";
import { silentLog as log } from "../../../support/silent-log.js";

const topics = { inputs: ["order.created", "sms.requested"], outputs: ["sms.sent"], deadLetter: "sms.dead-letter" };

const described = async ({ kafka, settings }: KafkaStage) => {
  const names = [...topics.inputs, ...topics.outputs, topics.deadLetter].map((t) => settings.KAFKA_TOPIC_PREFIX + t);
  const { metadata, resources } = await withAdmin(kafka, async (admin) => ({
    metadata: await admin.fetchTopicMetadata({ topics: names }),
    ...(await admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name,
        configNames: ["max.message.bytes", "min.insync.replicas"],
      })),
    })),
  }));
  return Object.fromEntries(
    names.map((name) => [
      name.slice(settings.KAFKA_TOPIC_PREFIX.length),
      {
        partitions: metadata.topics.find((topic) => topic.name === name)?.partitions.length,
        largest: resources
          .find(({ resourceName }) => resourceName === name)
          ?.configEntries.find(({ configName }) => configName === "max.message.bytes")?.configValue,
      },
    ]),
  );
};

/** A broker that has made a topic knows it a moment later. */
const describeTopics = async (stage: KafkaStage) => {
  let found: Awaited<ReturnType<typeof described>> = {};
  await eventually("the broker knows all topics", async () => {
    found = await described(stage).catch(() => ({}));
    const all = Object.values(found);
    return all.length > 0 && all.every(({ largest, partitions }) => largest !== undefined && partitions !== undefined);
  });
  return found;
};

describeWithKafka("topics at the start", () => {
  let brokers: string;
  beforeAll(async () => {
    brokers = await sharedKafka();
  });

  test("missing ones are made, once however many workers ask; dead letters may be 4 MiB larger than events", async () => {
    const stage = kafkaStage(brokers);
    const { settings } = stage;
    const answers = await Promise.all([1, 2, 3].map(() => ensureTopics({ settings, topics, log })));
    expect(answers.flatMap(({ weaknesses }) => weaknesses)).toEqual([]);
    expect(await describeTopics(stage)).toEqual({
      "order.created": { partitions: 2, largest: "1048588" },
      "sms.requested": { partitions: 2, largest: "1048588" },
      "sms.sent": { partitions: 2, largest: "1048588" },
      "sms.dead-letter": { partitions: 2, largest: String(1_048_588 + 4_194_304) },
    });
    expect(await ensureTopics({ settings, topics, log })).toEqual({ created: [], weaknesses: [] });
  });

  test("the dead-letter topic goes by the largest input there is", async () => {
    const stage = kafkaStage(brokers);
    await stage.makeTopics(["order.created"], 1, { "max.message.bytes": "9000000" });
    const { created } = await ensureTopics({ settings: stage.settings, topics, log });
    expect(created).toHaveLength(3);
    expect((await describeTopics(stage))["sms.dead-letter"]?.largest).toBe(String(9_000_000 + 4_194_304));
  });

  test("existing ones are used as they are, and each weakness is a sentence with the command that mends it", async () => {
    const stage = kafkaStage(brokers);
    const { settings } = stage;
    await stage.makeTopics(["order.created"], 1, { "cleanup.policy": "compact", "retention.ms": "3600000" });
    await stage.makeTopics(["sms.requested"]);
    await stage.makeTopics(["sms.sent"], 1, { "unclean.leader.election.enable": "true" });
    await stage.makeTopics(["sms.dead-letter"]);
    const { created, weaknesses } = await ensureTopics({ settings, topics, log });
    expect(created).toEqual([]);
    const mend = (topic: string, setting: string) =>
      `kafka-configs.sh --bootstrap-server ${brokers} --alter --entity-type topics --entity-name ${settings.KAFKA_TOPIC_PREFIX}${topic} --add-config ${setting}`;
    expect(weaknesses.map((sentence) => sentence.split("Mend it with: ")[1]).sort()).toEqual(
      [
        mend("order.created", "cleanup.policy=delete"),
        mend("order.created", "retention.ms=604800000"),
        mend("sms.dead-letter", "max.message.bytes=5242892"),
        mend("sms.sent", "unclean.leader.election.enable=false"),
      ].sort(),
    );
    expect((await describeTopics(stage))["sms.dead-letter"]?.largest).toBe("1048588");
  });

  test("more copies than there are brokers are refused, with the command", async () => {
    const { settings } = kafkaStage(brokers, { KAFKA_TOPIC_REPLICATION: 3 });
    const refused = ensureTopics({ settings, topics, log });
    await expect(refused).rejects.toThrow(TopicsMissing);
    await expect(refused).rejects.toThrow(
      `kafka-topics.sh --bootstrap-server ${brokers} --create --if-not-exists --topic ${settings.KAFKA_TOPIC_PREFIX}sms.dead-letter ` +
        "--partitions 2 --replication-factor 3 --config min.insync.replicas=2 --config max.message.bytes=5242892",
    );
  });
});

describeWith(["java", "mvn"], "topics where the service may not make any", () => {
  let server: Awaited<ReturnType<typeof startKafka>>;
  beforeAll(async () => {
    server = await startKafka({
      properties: {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "true",
      },
    });
  });
  afterAll(() => server.kill());

  test("the refusal has one command for each missing topic, and works once they exist", async () => {
    const stage = kafkaStage(server.brokers);
    const { settings, kafka } = stage;
    const admin = kafka.admin();
    await admin.connect();
    const { AclOperationTypes: operations, AclPermissionTypes: permissions, AclResourceTypes: kinds } = kafkajs;
    const rule = (resourceType: number, resourceName: string, operation: number, permissionType: number) => ({
      resourceType,
      resourceName,
      resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
      principal: "User:ANONYMOUS",
      host: "*",
      operation,
      permissionType,
    });
    const resources = [
      [kinds.CLUSTER, "kafka-cluster"],
      [kinds.TOPIC, "*"],
    ] as const;
    const denied = resources.map(([kind, name]) => rule(kind, name, operations.CREATE, permissions.DENY));
    const allowed = resources.map(([kind, name]) => rule(kind, name, operations.ALL, permissions.ALLOW));
    await admin.createAcls({ acl: [...allowed, ...denied] });
    const missing = [...topics.inputs, ...topics.outputs, topics.deadLetter];
    const refused = await ensureTopics({ settings, topics, log }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TopicsMissing);
    for (const topic of missing)
      expect(String(refused)).toContain(
        `kafka-topics.sh --bootstrap-server ${server.brokers} --create --if-not-exists --topic ${settings.KAFKA_TOPIC_PREFIX}${topic} --partitions 2`,
      );
    await admin.deleteAcls({ filters: denied });
    await admin.disconnect();
    expect((await ensureTopics({ settings, topics, log })).created).toHaveLength(4);
  });
});
