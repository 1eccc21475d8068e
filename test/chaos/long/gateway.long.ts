import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../../support/needs.js";
import { sharedKafka } from "../../support/shared-kafka.js";
import { built } from "../../support/built.js";
import { startFleet } from "../fleet.js";
import { expectPromisesKept } from "../promises.js";

/** Texts whose answer was lost, once each of them or twice. */
const mostDoubts = 100;

describeWith(["redis-server", "java", "mvn"], "a gateway on a bad day, with thousands queued", () => {
  beforeAll(built);

  test("10 s of HTTP 500 with 4,000 queued: few are in doubt, the rest goes once", async () => {
    await using fleet = await startFleet(await sharedKafka(), 20);
    await fleet.fault({ kind: "500" });
    const asked = await fleet.ask(4_000);
    const url = await fleet.worker().ready;
    await fleet.until("the breaker opens", async () =>
      /^sms_breaker_open\{[^}]*\} 1$/mu.test(await (await fetch(`${url}/metrics`)).text()),
    );
    await sleep(10_000);
    await fleet.clearFaults();
    const all = () => asked.every(({ messageId }) => fleet.outcomes().has(messageId));
    await fleet.until("every event has an outcome", all, 240_000);
    const ends = asked.map(({ messageId }) => fleet.outcomes().get(messageId)![0]!.value);
    const inDoubt = ends.filter(({ reason }) => reason === "outcome-unknown").length;
    const calledTwice = ends.filter(({ attempts }) => attempts === 2).length;
    console.log(`500s for 10 s, 4,000 queued: ${inDoubt} in doubt, ${calledTwice} called twice`);
    expect(Math.max(inDoubt, calledTwice)).toBeLessThanOrEqual(mostDoubts);
    await expectPromisesKept(fleet, asked, "500s for 10 s", { mayDouble: 0 });
  }, 400_000);
});
