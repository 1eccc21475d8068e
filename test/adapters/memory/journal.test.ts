import { expect, test } from "vitest";
import { createMemoryJournal } from "../../../src/adapters/memory/journal.js";
import { createMemoryThrottle } from "../../../src/adapters/memory/throttle.js";
import { journalContract } from "../../contracts/journal.contract.js";
import { anOutcome, type JournalStage, stageParkedBytes, stageTtlMs } from "../../contracts/journal-stage.js";
import { scheduleContract } from "../../contracts/schedule.contract.js";
import { throttleContract } from "../../contracts/throttle.contract.js";
import { movedClock } from "../../support/moved-clock.js";

const stage = async (): Promise<JournalStage> => {
  const clock = movedClock();
  return {
    ...createMemoryJournal({ clock, ttlMs: stageTtlMs, parkedBytesCap: stageParkedBytes }),
    now: () => clock.now().getTime(),
    advance: clock.advance,
    close: async () => undefined,
  };
};

journalContract("memory", stage);
scheduleContract("memory", stage);
throttleContract(
  "memory",
  async (rates) => {
    const clock = movedClock();
    const throttle = createMemoryThrottle(clock, rates);
    return { workers: [throttle, throttle], advance: clock.advance, close: async () => undefined };
  },
  false,
);

test("invariant 8: a memory journal has no identity and knows every offset", async () => {
  const { journal } = await stage();
  expect(await journal.born()).toBeUndefined();
  expect(await journal.knows("another")).toBe(true);
  expect(await journal.knows(null)).toBe(true);
});

test("beyond its cap it forgets what ended, never what is in doubt or under way", async () => {
  const clock = movedClock();
  const { journal } = createMemoryJournal({ clock, ttlMs: stageTtlMs, recordsCap: 100 });
  const open = (id: string) => journal.open(id, "here/0/1", "never-resend", 1_000, new Date(0));
  await open("under way");
  await open("doubt");
  await journal.mark("doubt", 1, 1, 1_000);
  await journal.settle("doubt", 1, "in-doubt", anOutcome());
  for (let at = 0; at < 1_000; at += 1) {
    await open(`m${at}`);
    await journal.settle(`m${at}`, 1, "failed", anOutcome());
  }
  const left = await Promise.all(Array.from({ length: 1_000 }, (_, at) => journal.read(`m${at}`)));
  expect(left.filter((entry) => entry !== undefined).length).toBeLessThanOrEqual(110);
  expect(await journal.read("under way")).toMatchObject({ state: "open" });
  expect(await journal.read("doubt")).toMatchObject({ state: "in-doubt" });
});
