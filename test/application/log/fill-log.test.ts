import { expect, test, vi } from "vitest";
import { createMemoryMessageLog } from "../../../src/adapters/memory/message-log.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { LogFiller } from "../../../src/application/log/fill-log.js";
import type { Assignment, EventRecord } from "../../../src/application/ports/event-source.js";
import { LogUnavailable } from "../../../src/application/ports/message-log.js";
import { ManualClock } from "../../support/manual-clock.js";
import { silentLog } from "../../support/silent-log.js";

const now = new Date("2026-11-22T10:00:00Z");
const hashes = createHashes(Buffer.alloc(32, 1));

const idOf = (n: number): string => `00000000-0000-5000-8000-${String(n).padStart(12, "0")}`;
const record = (n: number, value: unknown = {}, topic = "sms.sent"): EventRecord => ({
  topic,
  partition: 0,
  offset: BigInt(n),
  timestamp: new Date(now.getTime() - 60_000 + n),
  key: null,
  value: Buffer.from(
    typeof value === "string"
      ? value
      : JSON.stringify({
          messageId: idOf(n),
          to: "+919876543210",
          occurredAt: now.toISOString(),
          ...(value as object),
        }),
  ),
  headers: {},
});

const stage = () => {
  const clock = new ManualClock(now);
  const kept = createMemoryMessageLog();
  const commits: bigint[] = [];
  const pauses: string[] = [];
  const state = { away: false };
  const assignment: Assignment = {
    ...{ topic: "sms.sent", partition: 0 },
    commit: (next) => {
      if (next !== undefined) commits.push(next);
    },
    pause: () => void pauses.push("pause"),
    resume: () => void pauses.push("resume"),
  };
  const filler = new LogFiller({
    clock,
    hashes,
    log: silentLog,
    messageLog: {
      record: async (messages) => {
        if (state.away) throw new LogUnavailable("away");
        await kept.record(messages);
      },
    },
  });
  filler.assigned([assignment]);
  return { assignment, clock, commits, filler, kept, pauses, state };
};

test("writes what was reported, and completes its offsets only then", async () => {
  const { assignment, commits, filler, kept } = stage();
  filler.deliver(assignment, [record(1), record(2)]);
  expect(commits).toEqual([]);
  await vi.waitFor(() => expect(commits).toEqual([3n]));
  expect(await kept.find(idOf(2))).toMatchObject([{ status: "sent", toHash: hashes.keyed("+919876543210") }]);
});

test.each([
  ["no JSON", "{"],
  ["a list", "[]"],
  ["null", "null"],
  ["no message id", "{}"],
  ["an id that is none", '{"messageId":"../x"}'],
])("what is no report is passed over: %s", async (_, value) => {
  const { assignment, commits, filler, kept } = stage();
  filler.deliver(assignment, [record(1, value), record(2)]);
  await vi.waitFor(() => expect(commits).toEqual([3n]));
  expect(await kept.find(idOf(1))).toEqual([]);
  expect(await kept.find(idOf(2))).toHaveLength(1);
});

test("while the log is away nothing completes and the lag grows; once it is back everything is written", async () => {
  const { assignment, clock, commits, filler, kept, state } = stage();
  state.away = true;
  filler.deliver(assignment, [record(1)]);
  await vi.waitFor(() => expect(clock.sleeping).toBeGreaterThan(0));
  expect(filler.lagSeconds()).toBeCloseTo(60, 0);
  await clock.advance(90);
  filler.deliver(assignment, [record(2)]);
  expect(commits).toEqual([]);
  state.away = false;
  await clock.advance(20_000);
  await vi.waitFor(() => expect(commits.at(-1)).toBe(3n));
  expect(filler.lagSeconds()).toBe(0);
  expect(await kept.find(idOf(2))).toHaveLength(1);
});

test("a log that is away holds back no more than it may: the partition pauses, and goes on afterwards", async () => {
  const { assignment, clock, commits, filler, pauses, state } = stage();
  state.away = true;
  filler.deliver(
    assignment,
    Array.from({ length: 10_001 }, (_, n) => record(n)),
  );
  expect(pauses).toEqual(["pause"]);
  await vi.waitFor(() => expect(clock.sleeping).toBeGreaterThan(0));
  state.away = false;
  await clock.advance(200);
  await vi.waitFor(() => expect(commits.at(-1)).toBe(10_001n));
  expect(pauses).toEqual(["pause", "resume"]);
});

test("an assignment that is over commits nothing more, and its records are not written twice by this worker", async () => {
  const { assignment, clock, commits, filler, kept, state } = stage();
  state.away = true;
  filler.deliver(assignment, [record(1)]);
  await vi.waitFor(() => expect(clock.sleeping).toBeGreaterThan(0));
  filler.assigned([]);
  state.away = false;
  await clock.advance(200);
  await filler.stop();
  expect(commits).toEqual([]);
  expect(await kept.find(idOf(1))).toEqual([]);
});

test("two reports of one message in one batch leave the further one", async () => {
  const { assignment, commits, filler, kept } = stage();
  const same = { messageId: idOf(9) };
  filler.deliver(assignment, [record(1, same, "sms.delivered"), record(2, same), record(3, same, "sms.deferred")]);
  await vi.waitFor(() => expect(commits).toEqual([4n]));
  expect(await kept.find(idOf(9))).toMatchObject([{ status: "delivered" }]);
});
