import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { built } from "../support/built.js";
import { type Asked, type Fleet, startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";
import { spell } from "./spell.js";

const settled = (fleet: Fleet, asked: readonly Asked[]) =>
  fleet.until("every event has an outcome", () => asked.every(({ messageId }) => fleet.outcomes().has(messageId)));

const endOf = (fleet: Fleet, { messageId }: Asked) => fleet.outcomes().get(messageId)![0]!.value;

const throttledMs = spell(6_000, 20_000);

/** Answers that are lost; the breaker opens after five. */
const lostAnswers = 8;

/** Answers that left the worker in doubt: those that were lost, and on a busy machine those that came too late. */
const ambiguousAnswers = async (url: string): Promise<number> =>
  Number(
    /^sms_gateway_seconds_count\{answer="ambiguous"\} (\d+)/mu.exec(await (await fetch(`${url}/metrics`)).text())![1],
  );

describeWith(["redis-server", "java", "mvn"], "a gateway on a bad day", () => {
  beforeAll(built);

  test.concurrent(
    `throttled for ${throttledMs / 1_000} s: every text is accepted exactly once`,
    { timeout: 180_000 },
    async () => {
      await using fleet = await startFleet(await sharedKafka(), 20);
      const url = await fleet.worker().ready;
      await fleet.fault({ kind: "throttle" });
      const asked = await fleet.ask(200);
      await fleet.until("the breaker opens", async () =>
        (await (await fetch(`${url}/metrics`)).text()).includes('sms_breaker_open{cause="throttled"} 1'),
      );
      expect((await fetch(`${url}/readyz`)).status).toBe(503);
      await sleep(throttledMs);
      expect((await fleet.accepted()).size).toBe(0);
      await fleet.clearFaults();
      await settled(fleet, asked);
      const late = await ambiguousAnswers(url);
      expect(asked.filter((one) => endOf(fleet, one).status !== "sent").length).toBeLessThanOrEqual(late);
      await expectPromisesKept(fleet, asked, `throttled for ${throttledMs / 1_000} s`, { mayDouble: late });
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    },
  );

  test.concurrent("a text that is rejected is called once", { timeout: 120_000 }, async () => {
    await using fleet = await startFleet(await sharedKafka(), 20);
    const url = await fleet.worker().ready;
    await fleet.fault({ kind: "reject" });
    const asked = await fleet.ask(20);
    await settled(fleet, asked);
    const ends = asked.map((one) => endOf(fleet, one));
    const others = ends.filter(({ attempts, reason }) => reason !== "gateway-rejected" || attempts > 1);
    expect(ends.map(({ status }) => status)).toEqual(ends.map(() => "failed"));
    expect(others.length).toBeLessThanOrEqual(await ambiguousAnswers(url));
  });

  test.concurrent.each([
    ["cuts after accepting", { kind: "cut" }],
    ["500s", { kind: "500" }],
    ["hangs beyond the time-out", { kind: "hang" }],
  ])("%s: never-resend is called once, resend-once at most twice", { timeout: 180_000 }, async (name, fault) => {
    await using fleet = await startFleet(await sharedKafka(), 20);
    const url = await fleet.worker().ready;
    // Fewer than all: while every answer is lost, the breaker holds what has not gone yet.
    await fleet.fault({ ...fault, times: lostAnswers });
    const asked = await fleet.ask(40);
    await settled(fleet, asked);
    const ends = asked.map((one) => ({ one, end: endOf(fleet, one) }));
    for (const { end, one } of ends) expect(end.attempts).toBeLessThanOrEqual(one.class === "promotional" ? 1 : 2);
    const lost = ends.filter(({ end }) => end.status === "failed");
    for (const { end, one } of lost)
      expect(end).toMatchObject({ reason: "outcome-unknown", attempts: one.class === "promotional" ? 1 : 2 });
    // Each of these answers left a text in doubt, or was the first of two calls.
    expect(lost.length + ends.filter(({ end }) => end.attempts === 2).length).toBeGreaterThan(0);
    const ambiguous = await ambiguousAnswers(url);
    expect(ambiguous).toBeGreaterThanOrEqual(lostAnswers);
    await expectPromisesKept(fleet, asked, name, { mayDouble: ambiguous });
  });

  test.concurrent(
    "one recipient's slow call delays no other key, and a hot key starves nobody",
    { timeout: 120_000 },
    async () => {
      await using fleet = await startFleet(await sharedKafka(), 20);
      await fleet.worker().ready;
      const slowTo = "+447400999999";
      await fleet.fault({ kind: "slow", ms: 4_500, number: slowTo });
      const hot = await fleet.ask(30, { to: slowTo, key: "hot", class: "transactional" });
      const others = await fleet.ask(300);
      await settled(fleet, others);
      // One text of the hot key takes longer than all the others together.
      expect(hot.filter(({ messageId }) => fleet.outcomes().has(messageId)).length).toBeLessThan(10);
    },
  );
});
