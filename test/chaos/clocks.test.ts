import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/needs.js";
import { sharedKafka } from "../support/shared-kafka.js";
import { built } from "../support/built.js";
import { type Asked, startFleet } from "./fleet.js";
import { expectPromisesKept } from "./promises.js";

const minute = 60_000;
const hour = 60 * minute;

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

  test("by 10 s, 10 min and 3 h, before and behind: what waits goes once and in time", async () => {
    await using fleet = await startFleet(await sharedKafka(), 100);
    const workers = [-3 * hour, -600_000, -10_000, 10_000, 600_000, 3 * hour].map((ms) =>
      fleet.worker({}, shifted(ms)),
    );
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
    await expectPromisesKept(fleet, asked, "clocks ±10 s, ±10 min, ±3 h", { mayDouble: 0 });
    const ends = asked.map(({ messageId }) => fleet.outcomes().get(messageId)![0]!.value);
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["sent"]));
    // Told by the clock that all share: nobody sent early.
    for (const { occurredAt } of ends.slice(0, 100))
      expect(Date.parse(occurredAt)).toBeGreaterThanOrEqual(due.getTime());
  }, 200_000);

  test("by 10 min and 3 h: hours, deadlines, leases and codes go by the clock that all share", async () => {
    await using fleet = await startFleet(await sharedKafka(), 100);
    // All share a clock that stands 20 s before the last time that promotional hours began in Dubai, at 03:00 UTC: 07:00 there.
    const opens = Math.floor((Date.now() - 3 * hour) / (24 * hour)) * 24 * hour + 3 * hour;
    const lead = opens - 20_000 - Date.now();
    await fleet.redis.command("HSET", `{${fleet.deployment}:00}:meta`, "skew", String(lead));
    const now = () => Date.now() + lead;
    const workers = [-3 * hour, -10 * minute, 10 * minute, 3 * hour].map((ms) => fleet.worker({}, shifted(lead + ms)));
    const urls = await Promise.all(workers.map(({ ready }) => ready));
    const ends = (asked: readonly Asked[]) => asked.map(({ messageId }) => fleet.outcomes().get(messageId)![0]!.value);
    const at = (ms: number) => new Date(now() + ms).toISOString();

    const early = await fleet.ask(48, { class: "promotional", number: (n) => `+9715012${String(10_000 + n)}` });
    const beforeHours = now() < opens - 5_000;
    const inTime = await fleet.ask(48, { class: "transactional", time: at(-25 * minute) });
    const late = await fleet.ask(48, { class: "transactional", time: at(-31 * minute) });
    await fleet.until("every event has an outcome", () =>
      [...early, ...inTime, ...late].every(({ messageId }) => fleet.outcomes().has(messageId)),
    );
    expect(ends(inTime).filter(({ status }) => status !== "sent")).toEqual([]);
    expect(ends(late).filter(({ reason }) => reason !== "deadline-passed")).toEqual([]);
    expect(new Set(ends(early).map(({ status }) => status))).toEqual(new Set(["sent"]));
    // A busy machine may have started the workers after the hour.
    if (beforeHours)
      for (const { occurredAt } of ends(early)) expect(Date.parse(occurredAt)).toBeGreaterThanOrEqual(opens);

    const post = async (url: string, path: string, body: object) =>
      (await fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }).then((answer) => answer.json())) as { readonly accepted?: boolean };
    for (const [from, to] of [
      [0, 3],
      [3, 0],
      [1, 2],
    ] as const) {
      const who = { to: `+44740010020${from}`, purpose: "login" };
      await post(urls[from]!, "/v1/otp", who);
      const code = await fetch(`${fleet.simulatorUrl}/api/code?to=${encodeURIComponent(who.to)}&timeout=20000`);
      const answer = await post(urls[to]!, "/v1/otp/verify", {
        ...who,
        code: ((await code.json()) as { code: string }).code,
      });
      expect(answer).toEqual({ accepted: true });
    }

    // A living owner keeps what it sends for as long as the call takes; a dead one's goes on elsewhere.
    await fleet.fault({ kind: "slow", ms: 3_000 });
    const slow = await fleet.ask(96, { time: at(0) });
    await fleet.until("some are on the wire", async () => {
      const states = await Promise.all(slow.map(({ messageId }) => fleet.journal(messageId)));
      return states.filter((entry) => entry?.state === "sending").length >= 8;
    });
    workers[3]!.signal("SIGKILL");
    await fleet.until("the rest too", () => slow.every(({ messageId }) => fleet.outcomes().has(messageId)));
    await expectPromisesKept(fleet, [...early, ...inTime, ...late, ...slow], "clocks ±3 h: hours, deadlines, leases", {
      mayDouble: 64,
    });
  }, 240_000);
});
