import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/application/message/message.js";
import { openSpine } from "../../support/spine.js";

const place = (offset: number) => `order.created/0/${offset}` as const;

/** Two events of one identity: each with the digest of its own payload. */
const twoEvents = (spine: ReturnType<typeof openSpine>): readonly [Message, Message] => {
  const first = { ...spine.aMessage(), payload: "first" };
  const second = { ...spine.aMessage({ to: "+919876543299" }, first.id), payload: "second" };
  return [first, second];
};
const idOf = ({ headers }: { readonly headers: object }) => (headers as Record<string, unknown>)["ce_id"];

describe("an event whose identity another event used", () => {
  test.each([
    ["that was sent", "ok"],
    ["that was refused", "reject"],
  ] as const)("%s: it is told by an outcome of its own, and nothing goes", async (_, act) => {
    const spine = openSpine();
    spine.gateway.byDefault = act;
    const [first, second] = twoEvents(spine);
    await spine.clock.until(spine.deliverMessage(first, place(1), spine.never));
    await spine.clock.until(spine.deliverMessage(second, place(2), spine.never));
    expect(spine.gateway.calls).toHaveLength(1);
    const [told, conflict] = spine.outcomes();
    expect(told).toMatchObject({ messageId: first.id, to: "+919876543210" });
    expect(conflict).toMatchObject({
      status: "failed",
      reason: "identity-conflict",
      to: "+919876543299",
      source: { offset: second.origin.offset },
      detail: expect.stringContaining(first.id),
    });
    expect(conflict?.["messageId"]).not.toBe(first.id);
    expect((await spine.journal.read(first.id))?.outcome?.event.value).toBe(spine.published[0]?.value);
  });

  test("repeated, it is told again by the same bytes; a third event has an outcome of its own", async () => {
    const spine = openSpine();
    const [first, second] = twoEvents(spine);
    const third = { ...second, payload: "third" };
    await spine.clock.until(spine.deliverMessage(first, place(1), spine.never));
    for (const [event, at] of [
      [second, 2],
      [second, 2],
      [third, 3],
    ] as const) {
      await spine.clock.until(spine.clock.sleep(5_000));
      await spine.clock.until(spine.deliverMessage(event, place(at), spine.never));
    }
    const [, once, again, other] = spine.published;
    expect(again).toEqual(once);
    expect(idOf(other!)).not.toBe(idOf(once!));
  });

  test("while the other waits in the schedule: it is not swallowed as a duplicate of it", async () => {
    const spine = openSpine();
    const [first, second] = twoEvents(spine);
    const later = { ...first, request: { ...first.request, sendAt: new Date(spine.clock.now().getTime() + 60_000) } };
    expect(await spine.deliverMessage(later, place(1), spine.never)).toEqual({ kind: "parked" });
    expect(await spine.deliverMessage(second, place(2), spine.never)).toMatchObject({ kind: "conflict" });
    expect(spine.outcomes()).toMatchObject([{ reason: "identity-conflict" }]);
  });

  test("the same payload once more is a duplicate: its outcome is told again, and no conflict", async () => {
    const spine = openSpine();
    const [first] = twoEvents(spine);
    for (const at of [1, 2]) await spine.clock.until(spine.deliverMessage(first, place(at), spine.never));
    expect(spine.gateway.received).toHaveLength(1);
    expect(new Set(spine.published.map(idOf)).size).toBe(1);
    expect(spine.published).toHaveLength(2);
  });
});

describe("an outcome that was acknowledged", () => {
  test("is not told again to the same offset, however often it is delivered", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    for (let n = 0; n < 3; n += 1) {
      const delivered = await spine.clock.until(spine.deliverMessage(message, place(1), spine.never));
      expect(delivered).toMatchObject({ kind: "settled", state: "sent" });
    }
    expect(spine.published).toHaveLength(1);
  });
});
