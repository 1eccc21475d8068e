import { expect, test } from "vitest";
import { createReadFigures, lookEveryMs } from "../../../src/adapters/http/live-figures.js";
import { ManualClock } from "../../support/manual-clock.js";

const text = (sent: number) => `
# HELP sms_outcomes_total ends
sms_outcomes_total{class="otp",status="sent",reason=""} ${sent}
sms_outcomes_total{class="promotional",status="sent",reason=""} 2
sms_outcomes_total{class="otp",status="failed",reason="opted-out"} 3
sms_in_flight{lane="otp"} 1
sms_queue_age_seconds{lane="otp"} 0.25
sms_breaker_open{cause="misconfigured"} 1
sms_breaker_open{cause="throttled"} 0
sms_dead_letters_total{cause="a \\"b\\", c"} 4
process_resident_memory_bytes 7
`;

const setUp = () => {
  const clock = new ManualClock();
  let looks = 0;
  const readFigures = createReadFigures({
    clock,
    metrics: async () => {
      looks += 1;
      return text(looks);
    },
    troubles: () => ["Redis is away"],
    warnings: () => [],
  });
  return { clock, readFigures, looks: () => looks };
};

test("the figures are the sums of the service's own series", async () => {
  const { readFigures } = setUp();
  expect(await readFigures(0)).toMatchObject([
    {
      ...{ sent: 3, failed: 3, inFlight: 1, parked: 0, inDoubt: 0, deadLetters: 4 },
      ...{ oldest: { otp: 0.25, transactional: 0, promotional: 0 }, breakers: ["misconfigured"] },
      ...{ troubles: ["Redis is away"], warnings: [] },
    },
  ]);
});

test("any number of readers share one look, and none is younger than two seconds", async () => {
  const { clock, readFigures, looks } = setUp();
  await Promise.all([readFigures(0), readFigures(0), readFigures(0)]);
  await readFigures(0);
  expect(looks()).toBe(1);
  await clock.advance(lookEveryMs);
  expect(await readFigures(0)).toHaveLength(2);
  expect(looks()).toBe(2);
});

test("a reader gets what it missed, in order; ten minutes are kept", async () => {
  const { clock, readFigures } = setUp();
  for (let turn = 0; turn < 310; turn += 1) {
    await readFigures(0);
    await clock.advance(lookEveryMs);
  }
  const all = await readFigures(0);
  expect(all).toHaveLength(300);
  const ats = all.map(({ at }) => at);
  expect(ats).toEqual(ats.toSorted((a, b) => a - b));
  expect(await readFigures(ats[296]!)).toEqual(all.slice(297));
  expect(await readFigures(ats[299]!)).toEqual([]);
});

test("a reader that comes from an instance whose clock is ahead gets the newest, and goes on", async () => {
  const { clock, readFigures } = setUp();
  const [newest] = await readFigures(0);
  expect(await readFigures(newest!.at + 60_000)).toEqual([newest]);
  expect(await readFigures(newest!.at)).toEqual([]);
  await clock.advance(lookEveryMs);
  expect(await readFigures(newest!.at)).toHaveLength(1);
});

test("a look that failed is tried again by the next reader", async () => {
  const clock = new ManualClock();
  const answers = [() => Promise.reject(new Error("away")), async () => text(1)];
  const metrics = () => answers.shift()!();
  const readFigures = createReadFigures({ clock, metrics, troubles: () => [], warnings: () => [] });
  await expect(readFigures(0)).rejects.toThrow("away");
  expect(await readFigures(0)).toHaveLength(1);
});
