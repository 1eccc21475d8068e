import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { built } from "./built.js";
import { startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";

/** A program whose machine's clock is so many ms ahead of all others. */
const shifted = (ms: number): readonly string[] => {
  const shift = `const real = Date; globalThis.Date = class extends real {
    constructor(...given) { if (given.length === 0) super(real.now() + ${ms}); else super(...given); }
    static now() { return real.now() + ${ms}; }
  };`;
  return ["--import", `data:text/javascript,${encodeURIComponent(shift)}`, "dist/main.js"];
};

describeWith(["redis-server", "java", "mvn"], "workers whose machines' clocks are wrong", () => {
  beforeAll(built);

  test("by 10 s and 10 min, before and behind: what waits goes once and in time", async () => {
    await using fleet = await startFleet(await sharedKafka(), 100);
    const workers = [-600_000, -10_000, 10_000, 600_000].map((ms) => fleet.worker({}, shifted(ms)));
    await Promise.all(workers.map(({ ready }) => ready));
    const due = new Date(Date.now() + 8_000);
    const asked = [
      ...(await fleet.ask(100, { sendAt: due.toISOString() })),
      ...(await fleet.ask(100)),
      ...(await fleet.ask(50, { sendAt: new Date(due.getTime() + 4_000).toISOString() })),
    ];
    await fleet.until("every event has an outcome", () =>
      asked.every(({ messageId }) => fleet.outcomes().has(messageId)),
    );
    await expectPromisesKept(fleet, asked, "clocks ±10 s, ±10 min", { mayDouble: 0 });
    const ends = asked.map(({ messageId }) => fleet.outcomes().get(messageId)![0]!.value);
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["sent"]));
    // Told by the clock that all share: nobody sent early.
    for (const { occurredAt } of ends.slice(0, 100))
      expect(Date.parse(occurredAt)).toBeGreaterThanOrEqual(due.getTime());
  }, 200_000);
});
