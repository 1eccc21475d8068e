import { setImmediate as turn, setTimeout as really } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCloudWatchReceiptSource } from "../../../src/adapters/cloudwatch/receipt-source.js";
import { createMemoryReceiptProgress } from "../../../src/adapters/memory/receipt-progress.js";
import { type Simulator, startSimulator } from "../../../src/adapters/simulator/simulator.js";
import type { Clock } from "../../../src/application/ports/clock.js";
import type { ReceiptSource } from "../../../src/application/ports/receipt-source.js";
import { CallBudget } from "../../../src/application/receipts/call-budget.js";
import { createPollReceipts } from "../../../src/application/receipts/poll-receipts.js";
import { createReadRange } from "../../../src/application/receipts/read-range.js";
import { createTakeLine } from "../../../src/application/receipts/take-line.js";
import { createTakeReceipt } from "../../../src/application/receipts/take-receipt.js";
import { ManualClock } from "../../support/manual-clock.js";
import { plannedReceipts } from "../../support/planned-receipts.js";
import { classify, receiptStage } from "../../support/receipt-stage.js";
import { silentLog } from "../../support/silent-log.js";

const hourMs = 3_600_000;
const credentials = { accessKeyId: "simulated", secretAccessKey: "simulated" };

/** Time passes only where somebody sleeps, at once and by so much. */
const leapingClock = (start: number): Clock & { advance(ms: number): void } => {
  let at = start;
  return {
    now: () => new Date(at),
    monotonic: () => at - start,
    sleep: async (ms) => {
      at += ms;
      await turn();
    },
    advance: (ms) => {
      at += ms;
    },
  };
};

let simulator: Simulator;
let clock: Clock & { advance(ms: number): void };
let source: ReceiptSource;
const start = Date.UTC(2026, 10, 22, 10);
beforeAll(async () => {
  clock = leapingClock(start);
  simulator = await startSimulator({ host: "127.0.0.1", port: 0, now: () => clock.now().getTime() });
  source = createCloudWatchReceiptSource({ region: "ap-south-1", endpoint: simulator.url, credentials });
});
afterAll(async () => {
  source.close();
  await simulator.close();
});

const never = new Promise<never>(() => undefined);

/** A dead process: none of its calls is ever answered, whatever they began. */
const mortal = <Part extends object>(part: Part, step: () => boolean): Part =>
  new Proxy(part, {
    get: (target, name) => {
      const member = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...given: unknown[]) => {
        const answer = step() ? member.apply(target, given) : never;
        // It may die while the call is on its way, too.
        return answer instanceof Promise ? answer.then((value) => (step() ? value : never)) : answer;
      };
    },
  });

test(
  "10,000 texts come to 10,000 right ends over 20 killed pollers, at 2 calls a second",
  { timeout: 180_000 },
  async () => {
    const stage = receiptStage(clock);
    const progress = createMemoryReceiptProgress({ clock });
    const { texts, lines, ends } = plannedReceipts(10_000, start - 600_000, 42);
    for (const { log, at, text, lateMs } of lines) simulator.logs.write(log, at.getTime(), text, at.getTime() + lateMs);
    for (const { messageId, providerMessageId, early } of texts)
      if (!early) await stage.sent(messageId, providerMessageId);
    let calls = 0;

    /** One worker, until it is killed after so many steps, or for so long. */
    const worker = async (owner: string, steps: number, forMs: number): Promise<"killed" | "done"> => {
      let left = steps;
      let killed: () => void = () => undefined;
      const death = new Promise<"killed">((resolve) => {
        killed = () => resolve("killed");
      });
      const step = () => {
        left -= 1;
        if (left === 0) killed();
        return left > 0;
      };
      const stop = new AbortController();
      const until = clock.monotonic() + forMs;
      const own: Clock = {
        now: () => clock.now(),
        monotonic: () => clock.monotonic(),
        sleep: async (ms) => {
          if (left <= 0) return never;
          await clock.sleep(ms);
          if (clock.monotonic() >= until) stop.abort();
        },
      };
      const receiptIndex = mortal(stage.receiptIndex, step);
      const eventPublisher = mortal(
        {
          publish: async (event: (typeof stage.published)[number]) => void stage.published.push(event),
          close: async () => undefined,
          troubles: () => [],
        },
        step,
      );
      const receiptProgress = mortal(progress, step);
      const takeReceipt = createTakeReceipt({
        ...stage,
        receiptIndex,
        publishOutcome: (event) => eventPublisher.publish(event),
        learn: async () => undefined,
        log: silentLog,
        resolveDoubt: async () => "not-in-doubt",
      });
      const takeLine = createTakeLine({ ...stage, classify, takeReceipt });
      const receiptSource = mortal(source, step);
      const receiptCall = () => {
        calls += 1;
      };
      const counted = { ...stage.receiptMeters, receiptCall };
      const budget = new CallBudget(own, 2);
      const readRange = createReadRange({ budget, receiptMeters: counted, receiptProgress, receiptSource, takeLine });
      const poll = createPollReceipts({
        ...{ clock: own, everyMs: 900_000, log: silentLog, owner, readRange },
        ...{ receiptMeters: counted, receiptProgress, receiptSource },
      });
      return Promise.race([death, poll(stop.signal).then(() => "done" as const)]);
    };

    const began = clock.monotonic();
    for (let kill = 1; kill <= 20; kill += 1)
      expect(await worker(`killed-${kill}`, 100 + kill * 150, 10 * hourMs)).toBe("killed");
    await worker("first", Number.POSITIVE_INFINITY, 2 * 60_000);
    for (const { messageId, providerMessageId, early } of texts)
      if (early) await stage.sent(messageId, providerMessageId);
    const tookMs = clock.monotonic() - began;
    expect(calls / (tookMs / 1_000)).toBeLessThanOrEqual(2);
    // The late ones are there after 70 hours, with times of long ago.
    clock.advance(70 * hourMs);
    await worker("second", Number.POSITIVE_INFINITY, 10 * 60_000);

    const wrong: unknown[] = [];
    for (const [providerMessageId, end] of ends) {
      const found = (await stage.receiptIndex.find(providerMessageId))?.state.status;
      if (found !== end) wrong.push([providerMessageId, end, found]);
    }
    expect(wrong).toEqual([]);
    for (const topic of ["sms.delivered", "sms.undelivered"] as const) {
      const ids = new Map<string, Set<unknown>>();
      for (const { headers, value } of stage.of(topic)) {
        const { messageId } = JSON.parse(String(value));
        ids.set(messageId, (ids.get(messageId) ?? new Set()).add(headers["ce_id"]));
      }
      expect([...ids.values()].filter(({ size }) => size !== 1)).toEqual([]);
      expect(ids.size).toBeGreaterThan(1_000);
    }
    expect(stage.counted.get("contradicting")).toBeGreaterThan(100);
  },
);

test("one of two workers reads; when it is gone the other does within 30 s", async () => {
  const manual = new ManualClock();
  const progress = createMemoryReceiptProgress({ clock: manual });
  const worker = (owner: string) => {
    const stage = receiptStage(manual);
    let alive = true;
    const receiptProgress = mortal(progress, () => alive);
    const budget = new CallBudget(manual, 2);
    const readRange = createReadRange({ ...stage, budget, receiptProgress, receiptSource: source });
    const poll = createPollReceipts({
      ...{ ...stage, clock: manual, everyMs: 15_000, log: silentLog, owner, readRange, receiptProgress },
      receiptSource: source,
    });
    const stop = new AbortController();
    const ended = poll(stop.signal);
    return {
      reads: () => stage.polled.at(-1),
      kill: () => {
        alive = false;
      },
      stop: () => {
        stop.abort();
        return ended;
      },
    };
  };
  /** Lets so much time pass, and calls over the wire be answered meanwhile. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      await manual.advance(500);
      await really(2);
    }
  };
  const first = worker("first");
  await pass(1_000);
  const second = worker("second");
  await pass(20_000);
  expect([first.reads(), second.reads()]).toEqual([true, false]);
  first.kill();
  await pass(30_000);
  expect(second.reads()).toBe(true);
  const stopped = second.stop();
  await pass(1_000);
  await stopped;
  expect(second.reads()).toBe(false);
  expect(await progress.lease("third", 1_000)).toBeDefined();
});

test("a worker whose clock is behind the log's asks for no range that ends before it begins", async () => {
  const own = leapingClock(start);
  const receiptProgress = createMemoryReceiptProgress({ clock: own });
  const token = await receiptProgress.lease("one", 60_000);
  await receiptProgress.advance("log", token!, new Date(start + hourMs));
  const ranges: (readonly [from: number, to: number])[] = [];
  const stop = new AbortController();
  const poll = createPollReceipts({
    ...{ ...receiptStage(own), clock: own, everyMs: 60_000, log: silentLog, owner: "one", receiptProgress },
    readRange: async ({ from, to }) => {
      ranges.push([from.getTime(), to.getTime()]);
      if (ranges.length >= 3) stop.abort();
      return undefined;
    },
    receiptSource: { ...source, logs: async () => ["log"] },
  });
  await poll(stop.signal);
  expect(ranges.filter(([from, to]) => to < from)).toEqual([]);
});

test("a line that comes late, with a time of long ago, is found within the hour, and none twice", async () => {
  const own = leapingClock(start + 100 * hourMs);
  const logs = await startSimulator({ host: "127.0.0.1", port: 0, now: () => own.now().getTime() });
  const from = createCloudWatchReceiptSource({ region: "ap-south-1", endpoint: logs.url, credentials });
  const stage = receiptStage(own);
  const { texts, lines, ends } = plannedReceipts(40, own.now().getTime() - 60_000, 7);
  for (const { messageId, providerMessageId } of texts) await stage.sent(messageId, providerMessageId);
  for (const { log, at, text } of lines) logs.logs.write(log, at.getTime(), text, at.getTime());
  // Two hours after its own time, when the rounds are far beyond it.
  const late = { messageId: "00000000-0000-5000-8000-999999999999", id: "11111111-0000-4000-8000-999999999999" };
  await stage.sent(late.messageId, late.id);
  const { log, at, text } = lines.find((line) => line.text.includes("accepted by phone carrier"))!;
  const lateText = text.replace(/11111111-0000-4000-8000-\d{12}/u, late.id);
  logs.logs.write(log, at.getTime(), lateText, at.getTime() + 2 * hourMs);
  const stop = new AbortController();
  const states: { readonly status: string | undefined; readonly ms: number }[] = [];
  const until = own.monotonic() + 3.5 * hourMs;
  const clockOf: Clock = {
    now: () => own.now(),
    monotonic: () => own.monotonic(),
    sleep: async (ms) => {
      await own.sleep(ms);
      const status = (await stage.receiptIndex.find(late.id))?.state.status;
      if (status !== states.at(-1)?.status) states.push({ status, ms: own.now().getTime() - at.getTime() });
      if (own.monotonic() >= until) stop.abort();
    },
  };
  const receiptProgress = createMemoryReceiptProgress({ clock: own });
  const budget = new CallBudget(clockOf, 2);
  const readRange = createReadRange({ ...stage, budget, receiptProgress, receiptSource: from });
  const poll = createPollReceipts({
    ...{ ...stage, clock: clockOf, everyMs: 60_000, log: silentLog, owner: "one", readRange, receiptProgress },
    receiptSource: from,
  });
  await poll(stop.signal);
  from.close();
  await logs.close();
  expect(states.map(({ status }) => status)).toEqual(["sent", "carrier-accepted"]);
  expect(states[1]?.ms).toBeGreaterThan(2 * hourMs);
  expect(states[1]?.ms).toBeLessThan(3.2 * hourMs);
  for (const [id, end] of ends) expect([id, (await stage.receiptIndex.find(id))?.state.status]).toEqual([id, end]);
  for (const topic of ["sms.delivered", "sms.undelivered"] as const) {
    const told = stage.of(topic).map(({ headers }) => headers["ce_id"]);
    expect(told).toHaveLength(new Set(told).size);
  }
});
