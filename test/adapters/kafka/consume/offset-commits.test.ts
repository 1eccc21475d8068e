import type { TopicPartitionOffsetAndMetadata } from "kafkajs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OffsetCommits } from "../../../../src/adapters/kafka/consume/offset-commits.js";
import { PartitionAssignment } from "../../../../src/adapters/kafka/consume/partition-assignment.js";

let written: string[];
let answer: () => Promise<void>;
let commits: OffsetCommits;
const assignment = (partition: number) =>
  new PartitionAssignment(
    { remember: (one, next) => commits.remember(one, next), applyPause: () => undefined },
    "p.in",
    "in",
    partition,
  );

beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  answer = async () => undefined;
  commits = new OffsetCommits(async (offsets: TopicPartitionOffsetAndMetadata[]) => {
    written.push(
      offsets.map(({ topic, partition, offset, metadata }) => `${topic}/${partition}@${offset} ${metadata}`).join(),
    );
    await answer();
  });
  commits.begin(() => "born");
});
afterEach(() => {
  vi.useRealTimers();
});

test("all that is completed within a moment goes in one commit, the furthest of each partition", async () => {
  const [one, two] = [assignment(0), assignment(1)];
  one.commit(3n);
  one.commit(5n);
  one.commit(4n);
  two.commit(9n);
  await vi.advanceTimersByTimeAsync(250);
  expect(written).toEqual(["p.in/0@5 born,p.in/1@9 born"]);
  one.commit(5n);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written).toHaveLength(1);
});

test("one that fails is tried again with what came since; that it fails is said only when it lasts", async () => {
  const one = assignment(0);
  answer = () => Promise.reject(new Error("away"));
  one.commit(1n);
  await vi.advanceTimersByTimeAsync(450);
  one.commit(2n);
  expect(commits.troubles()).toEqual([]);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(commits.troubles()).toEqual(["Offsets cannot be committed: away"]);
  answer = async () => undefined;
  await vi.advanceTimersByTimeAsync(250);
  expect(written.at(-1)).toBe("p.in/0@2 born");
  expect(commits.troubles()).toEqual([]);
});

test("what is remembered of an assignment that is over is never written", async () => {
  const [over, alive] = [assignment(0), assignment(1)];
  over.commit(3n);
  alive.commit(4n);
  over.over = true;
  over.commit(8n);
  await commits.flush();
  expect(written).toEqual(["p.in/1@4 born"]);
  alive.commit(5n);
  commits.begin(() => undefined);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written).toHaveLength(1);
});

test("one commit is under way at a time, and flushing waits for it", async () => {
  const one = assignment(0);
  const open: (() => void)[] = [];
  answer = () => new Promise((resolve) => open.push(resolve));
  one.commit(1n);
  await vi.advanceTimersByTimeAsync(250);
  one.commit(2n);
  const flushed = Promise.all([commits.flush(), commits.flush()]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written).toEqual(["p.in/0@1 born"]);
  open.shift()!();
  await vi.advanceTimersByTimeAsync(0);
  expect(written).toEqual(["p.in/0@1 born", "p.in/0@2 born"]);
  open.shift()!();
  await flushed;
});
