import { expect, test } from "vitest";
import { createMemorySpentWords } from "../../../src/adapters/memory/spent-words.js";
import { BlockedAccount } from "../../../src/application/controls/blocked-account.js";
import type { SpentWords } from "../../../src/application/ports/spent-words.js";
import { ManualClock } from "../../support/manual-clock.js";
import { silentLog } from "../../support/silent-log.js";

const minute = 60_000;

const stage = () => {
  const clock = new ManualClock();
  const words = createMemorySpentWords();
  const worker = (blockedWords: SpentWords = words) => {
    const held: number[] = [];
    const account = new BlockedAccount({ blockedWords, clock, dropped: (ms) => held.push(ms), log: silentLog });
    return { account, held };
  };
  return { clock, worker, words };
};

test("a receipt holds texts back, at once here, and within 15 s at every worker, for a quarter of an hour", async () => {
  const { clock, worker } = stage();
  const [one, other] = [worker(), worker()];
  const stop = new AbortController();
  const run = other.account.run(stop.signal);
  await clock.advance(1);
  await one.account.heard(clock.now());
  expect(one.held).toEqual([15 * minute]);
  expect(other.held).toEqual([]);
  await clock.advance(15_000);
  expect(other.held).toHaveLength(1);
  expect(other.account.until).toEqual(one.account.until);
  await clock.advance(15 * minute);
  expect([one.account.until, other.account.until]).toEqual([undefined, undefined]);
  stop.abort();
  await clock.until(run);
});

test("the same word holds once; a later one holds anew", async () => {
  const { clock, worker } = stage();
  const { account, held } = worker();
  await account.heard(clock.now());
  await account.read();
  expect(held).toHaveLength(1);
  await clock.advance(minute);
  await account.heard(clock.now());
  expect(held).toEqual([15 * minute, 15 * minute]);
});

test("a receipt of long ago, read again in a sweep, stops nothing", async () => {
  const { clock, worker } = stage();
  const { account, held } = worker();
  await account.heard(new Date(clock.now().getTime() - 61 * minute));
  expect([held, account.until]).toEqual([[], undefined]);
});

test("a store that is away is asked again, and a receipt whose word cannot be kept is no success", async () => {
  const { clock, worker, words } = stage();
  let isAway = true;
  const away = async () => Promise.reject(new Error("away"));
  const { account, held } = worker({
    ...words,
    keep: (word) => (isAway ? away() : words.keep(word)),
    read: () => (isAway ? away() : words.read()),
  });
  const stop = new AbortController();
  const run = account.run(stop.signal);
  await clock.advance(1);
  await expect(account.heard(clock.now())).rejects.toThrow("away");
  isAway = false;
  await words.keep({ at: clock.now().getTime(), limit: null, until: clock.now().getTime() + minute });
  await clock.advance(15_000);
  expect(held).toHaveLength(1);
  stop.abort();
  await clock.until(run);
});
