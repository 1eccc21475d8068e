import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { built } from "../support/built.js";
import { type Fleet, startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";

const inFlight = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^sms_in_flight\{[^}]*\} (\d+)/gmu)].reduce((sum, [, count]) => sum + Number(count), 0);
};

/** Texts that were marked, alone or in one step with their claim: each of them is on the wire, or has been. */
const marked = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = text.matchAll(/^sms_journal_seconds_count\{step="(?:mark|depart)"\} (\d+)/gmu);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
};

/**
 * Has the worker send so many texts, then slows the gateway down. A worker's first texts take longest, on a busy machine so
 * long that calls would time out.
 */
const warmUp = async (fleet: Fleet, count: number, gatewayMs: number): Promise<void> => {
  await fleet.ask(count);
  await fleet.until("the first texts have their outcomes", () => fleet.outcomes().size === count);
  await fleet.fault({ kind: "slow", ms: gatewayMs });
};

describeWith(["redis-server", "java", "mvn"], "stopping", () => {
  beforeAll(built);

  test.concurrent("SIGTERM with every slot in flight: 0 lost, 0 extra, exit 0", { timeout: 240_000 }, async () => {
    await using fleet = await startFleet(await sharedKafka());
    const worker = fleet.worker({ SMS_MAX_IN_FLIGHT: "72" });
    const url = await worker.ready;
    await warmUp(fleet, 150, 2_000);
    const before = await marked(url);
    const asked = await fleet.ask(150);
    // 8 of 72 are one-time codes' alone.
    await fleet.until("64 on the wire", async () => (await marked(url)) >= before + 64);
    worker.signal("SIGTERM");
    expect(await worker.ended).toBe(0);
    await fleet.until("what was in flight has its outcome", () => fleet.outcomes().size >= 150 + 64);
    const accepted = await fleet.accepted();
    expect(accepted.size).toBe(fleet.outcomes().size);
    await fleet.worker().ready;
    await fleet.until("all", () => asked.every(({ messageId }) => fleet.outcomes().has(messageId)));
    await expectPromisesKept(fleet, asked, "SIGTERM with 64 in flight", { mayDouble: 0 });
  });

  test.concurrent(
    "past the grace it exits non-zero, having committed only what completed",
    { timeout: 240_000 },
    async () => {
      await using fleet = await startFleet(await sharedKafka());
      const worker = fleet.worker({ SHUTDOWN_GRACE_MS: "300" });
      const url = await worker.ready;
      await warmUp(fleet, 20, 4_500);
      // A promotional event is completed once it was moved.
      const asked = await fleet.ask(20, { class: "transactional" });
      await fleet.until("in flight", async () => (await inFlight(url)) === 20);
      worker.signal("SIGTERM");
      expect(await worker.ended).toBe(1);
      // A busy machine takes seconds to end a process, in which some texts may complete.
      const committed = await fleet.committed();
      await fleet.until("what was committed has its outcome", () => fleet.outcomes().size >= committed);
      await fleet.clearFaults();
      await fleet.worker().ready;
      await fleet.until("all", () => asked.every(({ messageId }) => fleet.outcomes().has(messageId)));
      await expectPromisesKept(fleet, asked, "SIGTERM past the grace", { mayDouble: 20 });
    },
  );

  test(
    "a second signal within a second is the same press; a later one stops at once",
    { timeout: 120_000 },
    async () => {
      await using fleet = await startFleet(await sharedKafka(), 4_000);
      const worker = fleet.worker();
      const url = await worker.ready;
      await fleet.ask(4);
      await fleet.until("in flight", async () => (await inFlight(url)) === 4);
      const began = performance.now();
      worker.signal("SIGINT");
      worker.signal("SIGINT");
      await new Promise((go) => setTimeout(go, 1_200));
      worker.signal("SIGINT");
      expect(await worker.ended).toBe(1);
      expect(performance.now() - began).toBeLessThan(3_500);
    },
  );
});
