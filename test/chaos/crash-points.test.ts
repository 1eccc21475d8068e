import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { built } from "../support/built.js";
import { crashingWorker } from "../support/crashing-worker.js";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { type Asked, startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";

/** Every step of the journal that a message can meet, alone or in one turn with others, and of the schedule behind it. */
const steps = [
  ["depart", "open", "mark", "unmark", "again"],
  ["settle", "park", "take", "done"],
] as const;
const places = steps.flatMap((some) =>
  (["before", "after"] as const).map((side) => [side, some.join(", "), some] as const),
);

/** Of each point its own: two texts to one number leave a second apart. */
const troubledBy = (point: number) => ({ throttled: `+44740090010${point}`, broken: `+44740090020${point}` });

describeWith(["redis-server", "java", "mvn"], "crashes placed exactly before and after every journal step", () => {
  beforeAll(built);

  test.concurrent.each(places)(
    "%s each of %s: the worker dies, what remains is sorted out",
    {
      timeout: 600_000,
    },
    async (side, names, some) => {
      const points = some.map((step) => `${step}:${side}:2`);
      await using fleet = await startFleet(await sharedKafka(), 20);
      const asked: Asked[] = [];
      let mayDouble = 0;
      for (const [at, point] of points.entries()) {
        const { broken, throttled } = troubledBy(at);
        await fleet.fault({ kind: "throttle", number: throttled, times: 4 });
        await fleet.add({ kind: "500", number: broken, times: 4 });
        const worker = fleet.worker({ CRASH_AT: point }, crashingWorker);
        // What earlier workers left open is work too: a point met while it is sorted out comes before readiness.
        const url = await worker.ready.catch(() => undefined);
        if (url !== undefined)
          await fleet.until("it reads, or died", () =>
            fetch(`${url}/readyz`).then(
              ({ ok }) => ok,
              () => true,
            ),
          );
        const dies = worker.ended.then(() => true);
        // Asked again while the point is not met: on a busy machine what is to be parked may be due before it is read.
        do {
          const sendAt = new Date(Date.now() + 6_000).toISOString();
          asked.push(
            ...(await fleet.ask(6)),
            ...(await fleet.ask(4, { to: throttled })),
            ...(await fleet.ask(4, { to: broken })),
            ...(await fleet.ask(4, { sendAt })),
          );
        } while (!(await Promise.race([dies, sleep(15_000, false, { ref: false })])));
        expect(await worker.ended, point).toBe(null);
        const open = asked.filter(
          ({ messageId, class: of }) => of === "transactional" && !fleet.outcomes().has(messageId),
        );
        const entries = await Promise.all(open.map(({ messageId }) => fleet.journal(messageId)));
        mayDouble += entries.filter((entry) => entry?.state === "sending").length;
      }
      await fleet.clearFaults();
      await fleet.worker().ready;
      await fleet.until(
        "every event has an outcome",
        () => asked.every(({ messageId }) => fleet.outcomes().has(messageId)),
        120_000,
      );
      await expectPromisesKept(fleet, asked, `${points.length} crash points, ${side} ${names}`, { mayDouble });
    },
  );
});
