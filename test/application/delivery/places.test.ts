import { describe, expect, test } from "vitest";
import { createMemoryThrottle } from "../../../src/adapters/memory/throttle.js";
import { noLimits } from "../../../src/adapters/files/no-limits.js";
import { outcomeEvent } from "../../../src/application/message/outcome.js";
import type { Message } from "../../../src/application/message/message.js";
import type { Throttle } from "../../../src/application/ports/throttle.js";
import { ManualClock } from "../../support/manual-clock.js";
import { openSpine, type SpineOptions } from "../../support/spine.js";

const oneADay: SpineOptions = {
  limits: { ...noLimits, recipient: { class: new Map([["transactional", { day: 1 }]]), template: new Map() } },
};
const source = "order.created/0/1";

/** `gate.open`: texts wait for the account's rate until then. */
const open = () => {
  const idle = createMemoryThrottle(new ManualClock(), { transactional: undefined, promotional: undefined });
  const gate = { open: true };
  const take: Throttle["take"] = async (of, texts) => (gate.open ? idle.take(of, texts) : { taken: 0, waitMs: 100 });
  const spine = openSpine({ ...oneADay, throttle: { ...idle, atOnce: () => 1, take } });
  const next = async () => {
    await spine.clock.until(spine.deliverMessage(spine.aMessage(), "order.created/0/100", spine.never));
    return spine.outcomes().at(-1)!;
  };
  return { ...spine, gate, next };
};

describe("the place of a text among those to its number", () => {
  test("a refused text that another worker sends meanwhile keeps it: no cap is passed", async () => {
    const { aMessage, another, clock, deliverMessage, gate, never, next, troubled } = open();
    const message = aMessage({ notAfter: new Date(clock.now().getTime() + 10_000) });
    gate.open = false;
    const late = deliverMessage(message, source, never);
    await clock.advance(5_000);
    // Its partition goes to another worker, for which it is not late, and the first one is frozen until that one has marked it.
    const longer: Message = { ...message, request: { ...message.request, notAfter: undefined } };
    let sent: Promise<unknown> | undefined;
    let thaw = (): void => undefined;
    troubled.onStep = (name) => {
      if (name === "mark") thaw();
      if (name !== "open" || sent !== undefined) return undefined;
      gate.open = true;
      sent = another().deliverMessage(longer, source, never);
      return new Promise<void>((resolve) => {
        thaw = resolve;
      });
    };
    await clock.until(late);
    await clock.until(sent!);
    expect(await next()).toMatchObject({ status: "failed", reason: "frequency-capped" });
  });

  test("one that may have gone, and is not repeated, keeps it", async () => {
    const { aMessage, clock, deliverMessage, gate, gateway, never, next, outcomes } = open();
    gateway.next("cut");
    gateway.onCall = () => {
      gate.open = false;
    };
    const message = aMessage({ notAfter: new Date(clock.now().getTime() + 10_000) });
    const ended = deliverMessage(message, source, never);
    await clock.advance(11_000);
    await clock.until(ended);
    expect(outcomes()).toMatchObject([{ reason: "outcome-unknown" }]);
    gate.open = true;
    expect(await next()).toMatchObject({ status: "failed", reason: "frequency-capped" });
  });

  test("one that the provider refused after a send that may have gone keeps it", async () => {
    const { aMessage, clock, deliverMessage, gateway, never, next, outcomes } = open();
    gateway.next("cut", "reject");
    await clock.until(deliverMessage(aMessage(), source, never));
    expect(outcomes()).toMatchObject([{ reason: "gateway-rejected", attempts: 2 }]);
    expect(await next()).toMatchObject({ status: "failed", reason: "frequency-capped" });
  });

  test("one that somebody else ended while it waited for its turn gives it back", async () => {
    const { aMessage, clock, deliverMessage, gate, hashes, journal, never, next } = open();
    const message = aMessage();
    gate.open = false;
    const run = deliverMessage(message, source, never);
    await clock.advance(500);
    const claim = await journal.open(message.id, source, "resend-once", 20_000, clock.now());
    if (claim.kind !== "go") throw new Error(claim.kind);
    const how = { status: "failed", reason: "cancelled", detail: "Somebody cancelled it" } as const;
    const plan = { class: "transactional" } as const;
    const { event } = outcomeEvent({ hashes, gateway: "sns", message, plan, end: how, attempts: 0, at: clock.now() });
    await journal.settle(message.id, claim.token, "failed", { event, trace: [] });
    gate.open = true;
    await clock.until(run);
    expect(await next()).toMatchObject({ status: "sent" });
  });

  test("one that a mistake in the program ended gives it back", async () => {
    const { aMessage, clock, deliverMessage, failMessage, gate, never, next } = open();
    const message = aMessage();
    gate.open = false;
    const stop = new AbortController();
    const run = deliverMessage(message, source, stop.signal).catch(() => undefined);
    await clock.advance(500);
    stop.abort();
    await clock.until(run);
    await failMessage(message, source, new TypeError("a mistake"), never);
    gate.open = true;
    expect(await next()).toMatchObject({ status: "sent" });
  });
});
