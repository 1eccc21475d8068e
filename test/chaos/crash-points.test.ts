import { expect, test } from "vitest";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { type Asked, startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";

/** Every step of the journal that a message can meet, and of the schedule behind it. */
const steps = ["open", "mark", "unmark", "again", "settle", "park", "take", "done"] as const;

const throttled = "+447400900001";
const broken = "+447400900002";
const program = ["--import", "tsx", "test/support/crashing-worker.ts"];

describeWith(["redis-server", "java", "mvn"], "crashes placed exactly before and after every journal step", () => {
  test.concurrent.each(["before", "after"] as const)(
    "%s each: the worker dies, what remains is sorted out",
    {
      timeout: 600_000,
    },
    async (side) => {
      const points = steps.map((step) => `${step}:${side}:2`);
      await using fleet = await startFleet(await sharedKafka(), 20);
      const asked: Asked[] = [];
      let mayDouble = 0;
      for (const point of points) {
        await fleet.fault({ kind: "throttle", number: throttled, times: 4 });
        await fleet.add({ kind: "500", number: broken, times: 4 });
        const worker = fleet.worker({ CRASH_AT: point }, program);
        // What earlier workers left open is work too: a point met while it is sorted out comes before readiness.
        await worker.ready.catch(() => undefined);
        const sendAt = new Date(Date.now() + 6_000).toISOString();
        asked.push(
          ...(await fleet.ask(6)),
          ...(await fleet.ask(4, { to: throttled })),
          ...(await fleet.ask(4, { to: broken })),
          ...(await fleet.ask(4, { sendAt })),
        );
        expect(await worker.ended, point).toBe(null);
        const open = asked.filter(
          ({ messageId, class: of }) => of === "transactional" && !fleet.outcomes().has(messageId),
        );
        const entries = await Promise.all(open.map(({ messageId }) => fleet.journal(messageId)));
        mayDouble += entries.filter((entry) => entry?.state === "sending").length;
      }
      await fleet.clearFaults();
      await fleet.worker({}, ["--import", "tsx", "src/main.ts"]).ready;
      await fleet.until(
        "every event has an outcome",
        () => asked.every(({ messageId }) => fleet.outcomes().has(messageId)),
        120_000,
      );
      await expectPromisesKept(fleet, asked, `${points.length} crash points, ${side} a step`, { mayDouble });
    },
  );
});
