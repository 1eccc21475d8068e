import { alterCommand } from "./topic-plan.js";

/** An existing topic as the broker describes it. */
export interface DescribedTopic {
  readonly topic: string;
  readonly kind: "input" | "output" | "compacted" | "dead-letter";
  /** Copies of its least copied partition. */
  readonly replicas: number;
  readonly settings: ReadonlyMap<string, string>;
}

interface Around {
  readonly brokers: readonly string[];
  /** The number of brokers that can hold copies. */
  readonly nodes: number;
  /** The largest record the dead-letter topic must take. */
  readonly deadLetterBytes: number;
}

interface Weakness {
  readonly applies: (topic: DescribedTopic, around: Around) => boolean;
  readonly says: string;
  readonly name: string;
  readonly value: (around: Around) => string;
}

const twoDaysMs = 2 * 24 * 3_600_000;
const numberOf = (topic: DescribedTopic, name: string) => Number(topic.settings.get(name) ?? Number.NaN);

/** Weak settings of a topic that the service did not make, each with its cure. */
const weaknesses: readonly Weakness[] = [
  {
    applies: (topic, { deadLetterBytes }) =>
      topic.kind === "dead-letter" && numberOf(topic, "max.message.bytes") < deadLetterBytes,
    says: "takes no dead letter of a record at its input's size limit: such a value is cut to 64 KiB",
    name: "max.message.bytes",
    value: ({ deadLetterBytes }) => String(deadLetterBytes),
  },
  {
    applies: (topic) => topic.kind === "input" && topic.settings.get("cleanup.policy")?.includes("compact") === true,
    says: "is compacted: an event may vanish behind a later one of its key before it is read",
    name: "cleanup.policy",
    value: () => "delete",
  },
  {
    applies: (topic) =>
      topic.kind === "compacted" && topic.settings.get("cleanup.policy")?.includes("compact") === false,
    says: "is not compacted: who opted out longest ago is forgotten with the topic's retention",
    name: "cleanup.policy",
    value: () => "compact",
  },
  {
    applies: (topic) => {
      const ms = numberOf(topic, "retention.ms");
      return topic.kind === "input" && ms >= 0 && ms < twoDaysMs;
    },
    says: "keeps events for less than 2 days: a message may be parked for as long as that less 24 hours, so few can be",
    name: "retention.ms",
    value: () => String(7 * 24 * 3_600_000),
  },
  {
    applies: (topic) => topic.replicas >= 3 && numberOf(topic, "min.insync.replicas") < 2,
    says: "acknowledges what one broker alone has: losing that broker loses it",
    name: "min.insync.replicas",
    value: () => "2",
  },
  {
    applies: (topic) => topic.settings.get("unclean.leader.election.enable") === "true",
    says: "may be led by a broker that lacks acknowledged records, which are lost then",
    name: "unclean.leader.election.enable",
    value: () => "false",
  },
];

/** Settings that the sentences rest on. */
export const describedSettings = weaknesses.map(({ name }) => name);

/** One sentence for each weakness of each topic, with the command that mends it. */
export const topicWeaknesses = (topics: readonly DescribedTopic[], around: Around): readonly string[] =>
  topics.flatMap((topic) => [
    ...weaknesses
      .filter(({ applies }) => applies(topic, around))
      .map(
        ({ says, name, value }) =>
          `The topic ${topic.topic} ${says}. Mend it with: ${alterCommand(around.brokers, topic.topic, name, value(around))}`,
      ),
    ...(topic.replicas < Math.min(3, around.nodes)
      ? [
          `The topic ${topic.topic} has ${topic.replicas} of ${Math.min(3, around.nodes)} possible copies: losing a broker may lose its records. ` +
            `Mend it with: kafka-reassign-partitions.sh --bootstrap-server ${around.brokers.join(",")} --execute --reassignment-json-file more-copies-of-${topic.topic}.json`,
        ]
      : []),
  ]);
