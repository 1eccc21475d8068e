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

test("what is completed beyond the prefix goes with it, as it is then, and once", async () => {
  const one = assignment(0);
  const beyond: { from: bigint; to: bigint }[] = [];
  one.commit(3n, () => beyond);
  beyond.push({ from: 5n, to: 7n });
  await vi.advanceTimersByTimeAsync(250);
  beyond.push({ from: 9n, to: 10n });
  one.commit(3n, () => beyond);
  await vi.advanceTimersByTimeAsync(250);
  one.commit(3n, () => beyond);
  await vi.advanceTimersByTimeAsync(250);
  one.commit(10n, () => []);
  await vi.advanceTimersByTimeAsync(250);
  expect(written).toEqual(["p.in/0@3 born done=2,2", "p.in/0@3 born done=2,2,2,1", "p.in/0@10 born"]);
});

test("what was completed when it began is said again for as long as the prefix has not reached it", async () => {
  const one = assignment(0);
  one.completed = [{ from: 5n, to: 7n }];
  one.commit(3n, () => [{ from: 8n, to: 9n }]);
  await vi.advanceTimersByTimeAsync(250);
  one.commit(6n, () => [{ from: 8n, to: 9n }]);
  await vi.advanceTimersByTimeAsync(250);
  expect(written).toEqual(["p.in/0@3 born done=2,2,1,1", "p.in/0@7 born done=1,1"]);
});

test("completed records that follow the prefix are behind the commit at once", async () => {
  const one = assignment(0);
  one.completed = [{ from: 5n, to: 7n }];
  one.commit(5n, () => [{ from: 7n, to: 9n }]);
  await vi.advanceTimersByTimeAsync(250);
  expect(written).toEqual(["p.in/0@9 born"]);
  expect(one.committed).toBe(9n);
  expect(one.completed).toEqual([]);
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
