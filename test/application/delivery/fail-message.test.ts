import { describe, expect, test } from "vitest";
import { openSpine } from "../../support/spine.js";

const source = "order.created/0/1";
/** A copy of the event at another offset, which nobody told of the outcome yet. */
const elsewhere = "order.created/0/2";
const mistake = new TypeError("reading 'to'");
const minute = 60_000;

describe("a message that a mistake in the program keeps from its delivery", () => {
  test("was never sent: internal-error, once, and a later run replays it", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    await spine.failMessage(message, source, mistake, spine.never);
    expect(spine.outcomes()).toMatchObject([
      { messageId: message.id, status: "failed", reason: "internal-error", class: "transactional", attempts: 0 },
    ]);
    expect(spine.counted).toContain("transactional failed internal-error");
    await spine.deliverMessage(message, elsewhere, spine.never);
    expect(spine.published[1]).toEqual(spine.published[0]);
    expect(spine.gateway.calls).toEqual([]);
  });

  test("may have been sent by an earlier run: it stays in doubt", async () => {
    const spine = openSpine({ policy: "resend-once" });
    const message = spine.aMessage();
    const opened = await spine.journal.open(message.id, source, "resend-once", 20_000, message.request.requestedAt);
    if (opened.kind !== "go") throw new Error(opened.kind);
    await spine.journal.mark(message.id, opened.token, 1, 10_000);
    await spine.clock.until(spine.failMessage(message, source, mistake, spine.never), minute);
    expect(spine.outcomes()).toMatchObject([{ status: "failed", reason: "outcome-unknown" }]);
    expect(await spine.journal.inDoubt(10)).toMatchObject([{ messageId: message.id }]);
  });

  test("was sent: its outcome goes out again, and nothing else", async () => {
    const spine = openSpine();
    const message = spine.aMessage();
    await spine.deliverMessage(message, source, spine.never);
    await spine.failMessage(message, elsewhere, mistake, spine.never);
    expect(spine.outcomes().map(({ status }) => status)).toEqual(["sent", "sent"]);
  });

  test("waits in the schedule: it is left there", async () => {
    const spine = openSpine();
    const message = spine.aMessage({ sendAt: new Date(spine.clock.now().getTime() + 60 * minute) });
    await spine.deliverMessage(message, source, spine.never);
    expect(await spine.failMessage(message, source, mistake, spine.never)).toEqual({ kind: "parked" });
    expect([spine.published, (await spine.schedule.size()).entries]).toEqual([[], 1]);
  });
});
