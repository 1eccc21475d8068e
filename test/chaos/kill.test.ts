import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import type { ServiceProcess } from "../support/service-process.js";
import { built } from "../support/built.js";
import { type Asked, startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";
import { spell } from "./spell.js";

const spellMs = spell(12_000, 30_000);
/** The spell is longer where a slow machine has not killed more by its end. */
const leastKills = spell(2, 5);
const workersAtOnce = 3;

describeWith(["redis-server", "java", "mvn"], "workers that die while sending", () => {
  beforeAll(built);

  test(`SIGKILL, one every 1.5 to 4 s for ${spellMs / 1_000} s`, async () => {
    await using fleet = await startFleet(await sharedKafka(), 100);
    const workers: ServiceProcess[] = Array.from({ length: workersAtOnce }, () => fleet.worker());
    await Promise.all(workers.map(({ ready }) => ready));
    const asked: Asked[] = [];
    let mayDouble = 0;
    let kills = 0;
    const end = performance.now() + spellMs;
    const isOver = () => performance.now() >= end && kills > leastKills;
    const producing = (async () => {
      for (; !isOver(); await new Promise((go) => setTimeout(go, 200))) asked.push(...(await fleet.ask(40)));
    })();
    while (!isOver()) {
      await new Promise((go) => setTimeout(go, 1_500 + Math.random() * 2_500));
      const [victim] = workers.splice(Math.floor(Math.random() * workers.length), 1);
      victim!.signal("SIGKILL");
      await victim!.ended;
      kills += 1;
      const open = asked.filter(
        ({ messageId, class: of }) => of === "transactional" && !fleet.outcomes().has(messageId),
      );
      const entries = await Promise.all(open.map(({ messageId }) => fleet.journal(messageId)));
      mayDouble += entries.filter((entry) => entry?.state === "sending").length;
      workers.push(fleet.worker());
    }
    await producing;
    await fleet.until("every event has an outcome", () =>
      asked.every(({ messageId }) => fleet.outcomes().has(messageId)),
    );
    expect(kills).toBeGreaterThan(leastKills);
    await expectPromisesKept(fleet, asked, `SIGKILL × ${kills}`, { mayDouble });
  }, 240_000);
});
