import type { Admin, ITopicMetadata, Kafka } from "kafkajs";
import type { Log } from "../../../application/ports/log.js";
import { errorText } from "../../../domain/error-text.js";
import { createClient } from "../library/client.js";
import { withAdmin } from "../library/with-admin.js";
import { kafkaAway } from "./kafka-away.js";
import type { KafkaSettings } from "../library/settings.js";
import { createCommand, deadLetterBytes, defaultMessageBytes, type TopicSet, topicPlan } from "./topic-plan.js";
import { readTopicSettings } from "./topic-settings.js";
import { type DescribedTopic, describedSettings, topicWeaknesses } from "./topic-weaknesses.js";

export interface EnsureTopicsOptions {
  readonly settings: KafkaSettings;
  readonly topics: TopicSet;
  readonly log: Log;
}

export interface EnsuredTopics {
  /** Full names of those made now. */
  readonly created: readonly string[];
  /** A sentence for each weakness of a topic that was there, with the command that mends it; never a reason not to start. */
  readonly weaknesses: readonly string[];
}

/** The service may not make its topics, or the broker will not; the message has the commands. */
export class TopicsMissing extends Error {
  override readonly name = "TopicsMissing";
  readonly code = "topics-missing";
}

/** Errors here are thrown, and told once in a sentence: kafkajs's own lines are for debugging. */
const quiet = ({ debug }: Log): Log => ({ debug, info: debug, warn: debug, error: debug });

const existing = async (admin: Admin, names: readonly string[]): Promise<readonly ITopicMetadata[]> => {
  const all = new Set(await admin.listTopics());
  const present = names.filter((name) => all.has(name));
  return present.length === 0 ? [] : (await admin.fetchTopicMetadata({ topics: [...present] })).topics;
};

const errorsOf = (error: unknown): readonly { readonly type?: string; readonly message: string }[] => {
  const { errors } = error as { errors?: readonly Error[] };
  return errors ?? [error as Error];
};

/** The topics exist: another worker made them, or the broker has made them and does not know their leaders yet. */
const made = new Set(["TOPIC_ALREADY_EXISTS", "UNKNOWN_TOPIC_OR_PARTITION"]);

interface Refused {
  /** Full names. */
  readonly topics: readonly string[];
  readonly says: string;
}

/**
 * Makes topics; another worker may be making the same ones. Answers those that could not be made, with the commands
 * that make them.
 */
const create = async (
  admin: Admin,
  plans: readonly ReturnType<typeof topicPlan>[],
  brokers: readonly string[],
): Promise<Refused | undefined> => {
  try {
    await admin.createTopics({ topics: [...plans], timeout: 10_000 });
    return undefined;
  } catch (error) {
    const refused = errorsOf(error).filter(({ type }) => !made.has(type ?? ""));
    if (refused.length === 0) return undefined;
    const why = [...new Set(refused.map(errorText))].join("; ");
    const there = new Set(await admin.listTopics());
    const missing = plans.filter(({ topic }) => !there.has(topic));
    const commands = missing.map((plan) => `  ${createCommand(brokers, plan)}`).join("\n");
    return {
      topics: missing.map(({ topic }) => topic),
      says: `Topics are missing and could not be made (${why}). Make them with:\n${commands}`,
    };
  }
};

const ensure = async (kafka: Kafka, { settings, topics, log }: EnsureTopicsOptions): Promise<EnsuredTopics> =>
  withAdmin(kafka, async (admin) => {
    const { KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: prefix } = settings;
    const kinds = new Map<string, DescribedTopic["kind"]>([
      ...topics.outputs.map((topic) => [prefix + topic, "output"] as const),
      ...(topics.compacted ?? []).map((topic) => [prefix + topic, "compacted"] as const),
      ...topics.inputs.map((topic) => [prefix + topic, "input"] as const),
      [prefix + topics.deadLetter, "dead-letter"],
    ]);
    const present = await existing(admin, [...kinds.keys()]);
    const described = await readTopicSettings(
      admin,
      present.map(({ name }) => name),
      [...new Set([...describedSettings, "max.message.bytes"])],
    ).catch(() => new Map<string, ReadonlyMap<string, string>>());
    const largest = [...described]
      .filter(([name]) => kinds.get(name) === "input")
      .map(([, values]) => Number(values.get("max.message.bytes") ?? defaultMessageBytes));
    const letterBytes = deadLetterBytes(largest);
    const missing = [...kinds.keys()].filter((name) => !present.some((topic) => topic.name === name));
    let refused: Refused | undefined;
    let created: readonly string[] = [];
    if (missing.length > 0) {
      const plans = missing.map((name) =>
        topicPlan(
          settings,
          name,
          kinds.get(name) === "dead-letter"
            ? { "max.message.bytes": String(letterBytes) }
            : kinds.get(name) === "compacted"
              ? { "cleanup.policy": "compact" }
              : {},
        ),
      );
      refused = await create(admin, plans, brokers);
      created = missing.filter((name) => !refused?.topics.includes(name));
      if (created.length > 0) log.info({ topics: created }, "made the topics that were missing");
    }
    const inputs = topics.inputs.map((topic) => prefix + topic);
    // An input that is missing stops only itself; without any, or where nothing can be said of a message, nothing goes.
    if (refused !== undefined) {
      const needed = refused.topics.filter((name) => kinds.get(name) !== "input");
      if (needed.length > 0 || inputs.every((name) => refused?.topics.includes(name)))
        throw new TopicsMissing(refused.says);
    }
    const { brokers: nodes } = await admin.describeCluster();
    const found = present.map(({ name, partitions }) => ({
      topic: name,
      kind: kinds.get(name) ?? "output",
      replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
      settings: described.get(name) ?? new Map<string, string>(),
    }));
    const weaknesses = topicWeaknesses(found, { brokers, nodes: nodes.length, deadLetterBytes: letterBytes });
    return { created, weaknesses: [...(refused === undefined ? [] : [refused.says]), ...weaknesses] };
  });

/**
 * Makes the topics that are missing, once however many workers ask, and looks at those that are there without touching them.
 * Rejects with `TopicsMissing` where an output or all inputs cannot be made, and with kafkajs's error where Kafka is away.
 */
export const ensureTopics = (options: EnsureTopicsOptions): Promise<EnsuredTopics> =>
  ensure(createClient(options.settings, quiet(options.log)), options).catch((error: unknown) => {
    throw kafkaAway(options.settings.KAFKA_BROKERS, error);
  });
