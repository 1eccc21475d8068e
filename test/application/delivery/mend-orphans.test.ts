import { describe, expect, test } from "vitest";
import { ofClass, openSpine } from "../../support/spine.js";

type Spine = ReturnType<typeof openSpine>;

const source = "order.created/0/1";

/** At 22:30 IST a promotional text waits for the morning. */
const parked = async (spine: Spine) => {
  await spine.clock.advance(7 * 3_600_000);
  const message = spine.aMessage(ofClass("promotional"));
  expect(await spine.deliverMessage(message, source, spine.never)).toEqual({ kind: "parked" });
  return message;
};

/** A schedule that lost these bodies, and `misplaced` places. */
const scheduleWithout = (bodies: readonly string[], misplaced = 0) => {
  const lost = new Set(bodies);
  let places = misplaced;
  return {
    lost,
    mend: async () => {
      const found = { misplaced: places, lost: [...lost] };
      places = 0;
      return found;
    },
    giveUp: async (id: string) => {
      lost.delete(id);
    },
  };
};

const looking = async (spine: Spine, schedule: ReturnType<typeof scheduleWithout>, ms = 1) => {
  const stop = new AbortController();
  const mender = spine.mendOrphans(schedule);
  const over = mender.run(stop.signal);
  await spine.clock.advance(ms);
  stop.abort();
  await spine.clock.until(over);
  return mender.found();
};

describe("a message that waits and lost a part", () => {
  test("its body: it ends internal-error, once, with all that its note knows", async () => {
    const spine = openSpine();
    const { id, origin } = await parked(spine);
    const schedule = scheduleWithout([id]);
    expect(await looking(spine, schedule, 30_000)).toBe(1);
    expect(spine.outcomes()).toEqual([
      {
        ...{ messageId: id, status: "failed", reason: "internal-error", class: "promotional", attempts: 0 },
        detail: expect.stringMatching(/Redis lost its text meanwhile; nothing went out/u),
        ...{ to: null, template: null, templateVersion: null, encoding: null, segments: null, estimatedCost: null },
        ...{ gateway: spine.gateway.name, providerMessageId: null, recipient: "customer", reference: null },
        ...{ correlationId: "ORD-1", campaignId: null, caller: "/shop", source: origin },
        ...{ acceptedAt: expect.any(String), occurredAt: spine.outcomes()[0]?.["occurredAt"] },
      },
    ]);
    expect(await spine.journal.read(id)).toMatchObject({ state: "failed", outcome: { event: spine.published[0]! } });
    expect(spine.counted).toEqual(["orphan", "promotional failed internal-error"]);
    expect(schedule.lost.size).toBe(0);
  });

  test("its body, and an earlier call may have gone out: it is in doubt", async () => {
    const spine = openSpine();
    const { id } = spine.aMessage();
    await spine.journal.open(id, "due", "resend-once", 1_000, spine.clock.now());
    await spine.journal.mark(id, 1, 1, 1_000);
    await spine.clock.advance(2_000);
    await looking(spine, scheduleWithout([id]));
    expect(spine.outcomes()).toMatchObject([{ messageId: id, reason: "outcome-unknown" }]);
    expect(await spine.journal.inDoubt(10)).toMatchObject([{ messageId: id }]);
  });

  test("its body, while another run holds it: it is met again once that lease is over", async () => {
    const spine = openSpine();
    const { id } = spine.aMessage();
    await spine.journal.open(id, source, "resend-once", 15_000, spine.clock.now());
    const schedule = scheduleWithout([id]);
    await looking(spine, schedule);
    expect([spine.outcomes(), schedule.lost.size]).toEqual([[], 1]);
    await looking(spine, schedule, 20_000);
    expect([spine.outcomes().length, schedule.lost.size]).toEqual([1, 0]);
  });

  test("it ended before: the same outcome goes out again", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    await spine.deliverMessage(message, source, spine.never);
    await looking(spine, scheduleWithout([message.id]));
    expect(spine.published[1]).toEqual(spine.published[0]);
    expect(spine.gateway.calls).toHaveLength(1);
  });

  test("its body and its record: nobody can tell what became of it, so it is counted and given up", async () => {
    const spine = openSpine();
    const schedule = scheduleWithout(["gone"]);
    expect(await looking(spine, schedule)).toBe(1);
    expect([spine.outcomes(), spine.counted, schedule.lost.size]).toEqual([[], ["orphan"], 0]);
  });

  test("its place: each is counted", async () => {
    const spine = openSpine();
    expect(await looking(spine, scheduleWithout([], 3))).toBe(3);
    expect(spine.counted).toEqual(["orphan", "orphan", "orphan"]);
  });

  test("the outcome cannot be published: it is tried again, and the same", async () => {
    const spine = openSpine();
    const { id } = await parked(spine);
    const { publish } = spine.bus;
    spine.bus.publish = () => Promise.reject(new Error("away"));
    const schedule = scheduleWithout([id]);
    await looking(spine, schedule);
    expect([spine.published, schedule.lost.size]).toEqual([[], 1]);
    spine.bus.publish = publish;
    await looking(spine, schedule);
    expect(spine.outcomes()).toMatchObject([{ messageId: id, reason: "internal-error" }]);
    expect(schedule.lost.size).toBe(0);
  });
});
