import type { Consumer, EachBatchPayload, Kafka, TopicPartitionOffsetAndMetadata } from "kafkajs";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { GroupSession } from "../../../../src/adapters/kafka/consume/group-session.js";
import { CollectingReceiver } from "../../../support/collecting-receiver.js";
import { silentLog as log } from "../../../support/silent-log.js";
import { silentErrorLog } from "../../../support/silent-error-log.js";

const settings = {
  KAFKA_BROKERS: [],
  KAFKA_TOPIC_PREFIX: "p.",
  KAFKA_GROUP_ID: "g",
  KAFKA_TOPIC_PARTITIONS: 2,
  KAFKA_SESSION_TIMEOUT_MS: 6_000,
};

/** A consumer that only notes what it is told, and a group that stands at the given offsets of p.in. */
const stageAt = (committed: readonly string[], metadata = "a", topicId = "first") => {
  const paused = new Set<number>();
  const seeks: string[] = [];
  const commits: string[] = [];
  const each = (topics: { partitions?: number[] }[], note: (partition: number) => unknown) => {
    for (const { partitions = [] } of topics) for (const partition of partitions) note(partition);
  };
  const consumer = {
    pause: (topics: { partitions?: number[] }[]) => each(topics, (partition) => paused.add(partition)),
    resume: (topics: { partitions?: number[] }[]) => each(topics, (partition) => paused.delete(partition)),
    seek: ({ partition, offset }: { partition: number; offset: string }) => seeks.push(`${partition}@${offset}`),
    commitOffsets: async (offsets: TopicPartitionOffsetAndMetadata[]) => {
      for (const { partition, offset, metadata: beside } of offsets) commits.push(`${partition}@${offset} ${beside}`);
    },
  };
  const admin = {
    connect: async () => undefined,
    disconnect: async () => undefined,
    fetchOffsets: async () => [
      { topic: "p.in", partitions: committed.map((offset, partition) => ({ partition, offset, metadata })) },
    ],
    fetchTopicOffsets: async () =>
      committed.map((_, partition) => ({ partition, low: "3", high: "100", offset: "100" })),
    describeConfigs: async () => ({ resources: [] }),
  };
  let knows = true;
  const delivery = new GroupSession({
    settings,
    inputTopics: async () => ({ present: ["p.in"], missing: [], ids: new Map([["p.in", topicId]]) }),
    journal: { born: async () => "a", knows: async () => knows },
    errorLog: silentErrorLog,
    log,
    kafka: { admin: () => admin } as unknown as Kafka,
    consumer: () => consumer as unknown as Consumer,
  });
  const receiver = new CollectingReceiver();
  delivery.receiver = receiver;
  const resolved: string[] = [];
  const batch = (partition: number, offsets: readonly number[], stale = false, inconvertible = -1) =>
    delivery.batch({
      batch: {
        topic: "p.in",
        partition,
        highWatermark: "100",
        lastOffset: () => String(offsets.at(-1)),
        messages: offsets.map((offset) => ({
          offset: String(offset),
          timestamp: "0",
          key: null,
          value: null,
          headers: {},
          ...(offset === inconvertible ? { rawHeaders: 7 } : {}),
        })),
      },
      resolveOffset: (offset: string) => resolved.push(`${partition}@${offset}`),
      isStale: () => stale,
    } as unknown as EachBatchPayload);
  const delivered = () => receiver.records.map(({ partition, offset }) => `${partition}@${offset}`);
  const forget = () => {
    knows = false;
  };
  return { batch, commits, delivered, delivery, forget, paused, receiver, resolved, seeks };
};

describe("GroupSession", () => {
  let stage: ReturnType<typeof stageAt>;
  const ready = () => vi.waitFor(() => expect(stage.delivery.trouble).toBeUndefined());
  beforeEach(() => {
    stage = stageAt(["7", "-1"]);
  });

  test("fetches nothing, and delivers nothing, until the starting points are known", async () => {
    stage.delivery.joined({ "p.in": [0, 1] });
    expect([...stage.paused]).toEqual([0, 1]);
    stage.batch(0, [7]);
    expect(stage.resolved).toEqual([]);
    await ready();
    expect(stage.seeks).toEqual(["0@7", "1@3"]);
    expect([...stage.paused]).toEqual([]);
    stage.batch(0, [7, 9]);
    stage.batch(1, [3]);
    expect(stage.delivered()).toEqual(["0@7", "0@9", "1@3"]);
    expect(stage.resolved).toEqual(["0@9", "1@3"]);
  });

  test("what was completed beyond the committed offset is not delivered again", async () => {
    stage = stageAt(["7"], "a done=1,2 topic=first");
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    stage.batch(0, [7, 8, 9, 10]);
    expect(stage.delivered()).toEqual(["0@7", "0@10"]);
    stage.receiver.assignmentOf("in").commit(8n);
    await stage.delivery.commits.flush();
    expect(stage.commits).toEqual(["0@10 a topic=first"]);
  });

  test.each([
    ["none is left to deliver", "a done=0,3 topic=first", [7, 8, 9]],
    ["what lies before them was compacted away", "a done=2,1 topic=first", [9]],
    ["they stand among offsets without a record", "a done=0,1,1,1 topic=first", [7, 9]],
  ])("completed records at the end are no lag: %s", async (_, metadata, offsets) => {
    stage = stageAt(["7"], metadata);
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    stage.batch(0, offsets);
    expect(stage.delivered()).toEqual([]);
    await stage.delivery.commits.flush();
    expect(stage.commits).toEqual(["0@10 a topic=first"]);
  });

  test("what is said to be completed behind the end of the log is not believed", async () => {
    stage = stageAt(["97"], "a done=1,1,1,5 topic=first");
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    stage.batch(0, [97, 98, 99, 100]);
    expect(stage.delivered()).toEqual(["0@97", "0@99", "0@100"]);
  });

  test("in a topic that was made anew nothing is completed", async () => {
    stage = stageAt(["7"], "a done=1,2 topic=first", "second");
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    stage.batch(0, [3, 8, 9]);
    expect(stage.delivered()).toEqual(["0@3", "0@8", "0@9"]);
  });

  test("a record that cannot be converted is handed on as a faulty one, and holds nobody up", async () => {
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    stage.batch(0, [7, 8, 9], false, 8);
    expect(stage.receiver.beginnings).toBe(1);
    expect(stage.delivered()).toEqual(["0@7", "0@8", "0@9"]);
    expect(stage.receiver.records.map(({ fault }) => fault?.cause)).toEqual([undefined, "unreadable-batch", undefined]);
    expect(stage.resolved).toEqual(["0@9"]);
  });

  test("what was fetched before an assignment began is not resolved: it would hide what lies before it", async () => {
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    stage.batch(0, [20], true);
    expect(stage.delivered()).toEqual([]);
    expect(stage.resolved).toEqual([]);
    stage.batch(1, [3]);
    expect(stage.delivered()).toEqual([]);
  });

  test("an assignment that began meanwhile supersedes the one that was being prepared", async () => {
    stage.delivery.joined({ "p.in": [0, 1] });
    stage.delivery.joined({ "p.in": [1] });
    await ready();
    expect(stage.receiver.beginnings).toBe(1);
    expect(stage.receiver.assignments.map(({ partition }) => partition)).toEqual([1]);
    expect(stage.seeks).toEqual(["1@3"]);
  });

  test("offsets that go back begin everything again with new assignments", async () => {
    stage.delivery.joined({ "p.in": [0, 1] });
    await ready();
    stage.batch(0, [7, 8]);
    const earlier = stage.receiver.assignments;
    stage.batch(0, [3]);
    expect([...stage.paused]).toEqual([0, 1]);
    await ready();
    expect(stage.receiver.beginnings).toBe(2);
    expect(stage.receiver.assignments.some((one) => earlier.includes(one))).toBe(false);
    expect(stage.delivered()).toEqual(["0@7", "0@8"]);
  });

  test.each([
    ["one paused twice, resumed once", ["0", "0", "-0"], []],
    ["stopped for good", ["stop", "-0"], [0, 1]],
  ])("pauses compose: %s", async (_, steps, expected) => {
    stage.delivery.joined({ "p.in": [0, 1] });
    await ready();
    const first = stage.receiver.assignmentOf("in");
    const does: Record<string, () => void> = {
      "0": () => first.pause(),
      "-0": () => first.resume(),
      stop: () => stage.delivery.stop(),
    };
    for (const step of steps) does[step]!();
    expect([...stage.paused].sort()).toEqual(expected);
  });

  test("a pause ends with its assignment", async () => {
    stage.delivery.joined({ "p.in": [0, 1] });
    await ready();
    stage.receiver.assignmentOf("in").pause();
    stage.delivery.joined({ "p.in": [0, 1] });
    await ready();
    expect([...stage.paused]).toEqual([]);
  });

  test("a consumer that is lost ends its assignments and says why", async () => {
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    stage.delivery.lost("away");
    expect(stage.receiver.assignments).toEqual([]);
    expect(stage.delivery.trouble).toContain("away");
    stage.batch(0, [7]);
    expect(stage.delivered()).toEqual([]);
  });

  test("a journal that does not know the offsets delivers nothing", async () => {
    stage.forget();
    stage.delivery.joined({ "p.in": [0] });
    await vi.waitFor(() => expect(stage.delivery.trouble).toMatch(/^journal-lost/));
    stage.batch(0, [7]);
    expect(stage.delivered()).toEqual([]);
    expect([...stage.paused]).toEqual([0]);
    stage.delivery.end("over");
  });

  describe("where the group stands at what is no place in the partition", () => {
    test.each([
      [
        "beyond its end",
        "101",
        "a topic=first",
        "first",
        /^Offset 101 was committed of p.in, partition 0, which ends at 100/,
      ],
      [
        "in a topic that was made anew",
        "50",
        "a topic=first",
        "second",
        /^The topic p.in was made anew since offset 50/,
      ],
    ])(
      "%s: read from its first record, said with its cure, until the group is set back",
      async (_, at, metadata, id, says) => {
        stage = stageAt([at], metadata, id);
        stage.delivery.joined({ "p.in": [0] });
        await ready();
        expect(stage.seeks).toEqual(["0@3"]);
        expect(stage.delivery.troubles()).toEqual([expect.stringMatching(says)]);
        expect(stage.delivery.troubles()[0]).toContain("--reset-offsets");
        await stage.delivery.commits.flush();
        expect(stage.commits).toEqual([`0@3 a topic=${id}`]);
        expect(stage.delivery.troubles()).toEqual([]);
      },
    );

    test.each([
      ["the same topic", "50", "a topic=first", "first", "0@50"],
      ["a topic whose id was not written yet", "50", "a", "first", "0@50"],
      ["an operator's tool, which leaves nothing beside it", "20", "", "first", "0@20"],
      ["below the oldest record", "1", "a topic=first", "first", "0@3"],
    ])("%s goes on there, without a word", async (_, at, metadata, id, seek) => {
      stage = stageAt([at], metadata, id);
      stage.delivery.joined({ "p.in": [0] });
      await ready();
      expect([stage.seeks, stage.delivery.troubles(), stage.commits]).toEqual([[seek], [], []]);
    });
  });

  test("nothing is committed beyond the end, whatever a batch claims", async () => {
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    stage.batch(0, [7]);
    stage.receiver.assignmentOf("in").commit(1_000_007n);
    await stage.delivery.commits.flush();
    expect(stage.commits).toEqual(["0@100 a topic=first"]);
  });

  test("markers and aborted records are no lag", async () => {
    stage = stageAt(["97"]);
    stage.delivery.joined({ "p.in": [0] });
    await ready();
    const lag = () => stage.delivery.assignments.map((assignment) => assignment.lag);
    expect(lag()).toEqual([3]);
    stage.batch(0, [97]);
    stage.delivery.passed({ topic: "p.in", partition: 0, highWatermark: "100", lastOffset: "99" });
    expect(lag()).toEqual([1]);
    stage.receiver.assignmentOf("in").commit(98n);
    await stage.delivery.commits.flush();
    expect(lag()).toEqual([0]);
  });
});
