import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/application/message/message.js";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import { openSpine } from "../../support/spine.js";

const source = "order.created/0/1";
const hour = 3_600_000;

const parked = async (spine: ReturnType<typeof openSpine>): Promise<Message> => {
  const message = spine.aMessage({ sendAt: new Date(spine.clock.now().getTime() + hour) });
  expect(await spine.deliverMessage(message, source, spine.never)).toEqual({ kind: "parked" });
  return message;
};

/** Everything that waits is woken, long after it was due. */
const wakeAll = async (spine: ReturnType<typeof openSpine>): Promise<void> => {
  const stop = new AbortController();
  const woken = spine.wakeParked(stop.signal);
  await spine.clock.advance(2 * hour);
  stop.abort();
  await spine.clock.until(woken);
};

describe("cancelling", () => {
  test("what waits ends cancelled, is never sent, and leaves the schedule; once more tells the same", async () => {
    const spine = openSpine();
    const { id } = await parked(spine);
    for (const _ of [1, 2]) expect(await spine.cancelParked(id)).toEqual({ kind: "cancelled" });
    expect(await spine.schedule.size()).toEqual({ entries: 0, bytes: 0 });
    await wakeAll(spine);
    expect(spine.gateway.calls).toEqual([]);
    expect(spine.outcomes()).toMatchObject(
      Array(2).fill({ messageId: id, status: "failed", reason: "cancelled", segments: 1, correlationId: "ORD-1" }),
    );
    expect(new Set(spine.published.map(({ headers }) => headers["ce_id"])).size).toBe(1);
  });

  test("what the gateway did not take before counts towards no cap", async () => {
    const recipient = { class: new Map([["transactional", { day: 1 }]] as const), template: new Map() };
    const spine = openSpine({ limits: { ...noLimits, recipient } });
    spine.gateway.next(...Array<"throttle">(6).fill("throttle"));
    const message = spine.aMessage();
    const waits = await spine.clock.until(spine.deliverMessage(message, source, spine.never));
    expect(waits).toEqual({ kind: "parked" });
    expect(await spine.cancelParked(message.id)).toEqual({ kind: "cancelled" });
    await spine.clock.until(spine.deliverMessage(spine.aMessage(), "order.created/0/2", spine.never));
    expect(spine.outcomes().map(({ reason }) => reason)).toEqual(["cancelled", null]);
  });

  test("nobody's message, and one that was sent", async () => {
    const spine = openSpine();
    expect(await spine.cancelParked("none")).toEqual({ kind: "unknown-message" });
    const message = spine.aMessage();
    await spine.deliverMessage(message, source, spine.never);
    expect(await spine.cancelParked(message.id)).toEqual({ kind: "not-cancellable", state: "sent" });
    expect(spine.outcomes()).toMatchObject([{ status: "sent" }]);
  });

  test("one that is being sent goes on", async () => {
    const spine = openSpine();
    const { id } = await parked(spine);
    await spine.clock.advance(hour);
    spine.gateway.next("slow");
    const stop = new AbortController();
    const woken = spine.wakeParked(stop.signal);
    await spine.clock.advance(1);
    expect(await spine.cancelParked(id)).toEqual({ kind: "not-cancellable", state: "sending" });
    stop.abort();
    await spine.clock.until(woken);
    expect(spine.outcomes()).toMatchObject([{ messageId: id, status: "sent" }]);
  });

  test.each(["open", "settle"] as const)("a journal that is away at %s: said, and repeated it ends", async (step) => {
    for (const trouble of ["before", "after"] as const) {
      const spine = openSpine();
      const { id } = await parked(spine);
      spine.troubled.trouble(step, trouble);
      await expect(spine.cancelParked(id)).rejects.toThrow(/no answer|not known/u);
      expect(await spine.cancelParked(id)).toEqual({ kind: "cancelled" });
      await wakeAll(spine);
      expect(spine.gateway.calls).toEqual([]);
      expect(new Set(spine.outcomes().map(({ reason }) => reason))).toEqual(new Set(["cancelled"]));
      expect((await spine.schedule.size()).entries).toBe(0);
    }
  });
});
