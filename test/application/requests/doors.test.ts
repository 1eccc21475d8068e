import { describe, expect, test } from "vitest";
import { smsRequested } from "../../../src/application/notifications/sms-requested.js";
import { createReadEvent } from "../../../src/application/intake/read-event.js";
import { createEndDoubt } from "../../../src/application/money/end-doubt.js";
import { createResolveDoubt } from "../../../src/application/delivery/resolve-doubt.js";
import { createAcceptRequest, type Accepted } from "../../../src/application/requests/accept-request.js";
import { noMeters } from "../../support/no-meters.js";
import { openSpine, spineFacts } from "../../support/spine.js";
import { EventsUnavailable } from "../../../src/application/ports/event-publisher.js";

const body = { to: "098765 43210", text: "Your order has been confirmed." };
const id = (taken: Accepted) => (taken.kind === "accepted" ? taken.answer.messageId : taken.kind);

const open = () => {
  const spine = openSpine();
  const { clock, eventPublisher, hashes, journal } = spine;
  const door = createAcceptRequest({
    ...{ clock, eventPublisher, hashes, journal, smsRequested },
    facts: () => spineFacts,
    gatherFacts: async () => ({}),
  });
  const readEvent = createReadEvent({
    facts: () => spineFacts,
    hashes,
    journalTtlMs: 3_600_000,
    notifications: new Map([["sms.requested", smsRequested]]),
  });
  /** Runs what a door has published, as the dispatcher would. */
  const run = async () => {
    for (const record of spine.bus.list("sms.requested", 100))
      await clock.until(spine.handleEvent(record, readEvent(record, clock.now()), spine.never));
  };
  return { ...spine, door, run };
};

describe("a door takes a request", () => {
  test("a promotional text goes to its own topic, under the same id", async () => {
    const { door, published, hashes } = open();
    const taken = await door.take({ ...body, class: "promotional" }, "key-1", "shop");
    const messageId = hashes.uuid("/sms-service/http\nkey-1\nsms.requested\nrecipient");
    expect(taken).toMatchObject({ kind: "accepted", answer: { messageId } });
    expect(published).toMatchObject([
      {
        topic: "sms.requested.promotional",
        key: hashes.keyed("+919876543210\npromotional"),
        headers: { ce_type: "sms.requested.promotional" },
      },
    ]);
  });

  test("answers once the event is durable and journaled, keyed by the hash of number and class", async () => {
    const { door, published, hashes, journal, clock } = open();
    const taken = await door.take(body, "key-1", "shop");
    const messageId = hashes.uuid("/sms-service/http\nkey-1\nsms.requested\nrecipient");
    const estimatedCost = { micros: 6_450, currency: "USD" };
    expect(taken).toEqual({
      kind: "accepted",
      answer: { messageId, state: "received", encoding: "GSM-7", segments: 1, estimatedCost },
    });
    expect(published).toEqual([
      {
        topic: "sms.requested",
        key: hashes.keyed("+919876543210\ntransactional"),
        value: JSON.stringify(body),
        headers: {
          ce_specversion: "1.0",
          ce_id: "key-1",
          ce_source: "/sms-service/http",
          ce_caller: "shop",
          ce_type: "sms.requested",
          ce_time: clock.now().toISOString(),
          "content-type": "application/json",
        },
      },
    ]);
    expect(await journal.read(messageId)).toMatchObject({ state: "received", note: { to: "+9198••••3210" } });
  });

  test("the message that its event asks for is the one that was answered", async () => {
    const { door, run, outcomes, gateway } = open();
    const messageId = id(await door.take(body, "key-1", "shop"));
    await run();
    expect(outcomes().at(-1)).toMatchObject({ messageId, status: "sent" });
    expect(gateway.received).toEqual([{ phone: "+919876543210", text: body.text }]);
  });

  test("same key, same body: the first answer again, one event, before and after it was sent", async () => {
    const { door, run, bus, gateway } = open();
    const first = await door.take(body, "key-1", "shop");
    await run();
    expect(await door.take({ ...body }, "key-1", "shop")).toEqual(first);
    await run();
    expect(bus.list("sms.requested", 10)).toHaveLength(1);
    expect(gateway.calls).toHaveLength(1);
  });

  test.each([
    ["another body", { ...body, text: "Another" }],
    ["another number", { ...body, to: "+919876543211" }],
    ["one more field", { ...body, reference: "r" }],
  ])("same key, %s: a conflict, nothing published", async (_, other) => {
    const { door, bus } = open();
    await door.take(body, "key-1", "shop");
    expect(await door.take(other, "key-1", "shop")).toEqual({ kind: "conflict" });
    expect(bus.list("sms.requested", 10)).toHaveLength(1);
  });

  test("another key: another message", async () => {
    const { door } = open();
    expect(id(await door.take(body, "key-1", "shop"))).not.toBe(id(await door.take(body, "key-2", "shop")));
  });

  test("a crash between the journal and the log: the repeated request publishes", async () => {
    const { door, run, bus, gateway } = open();
    const publish = bus.publish.bind(bus);
    bus.publish = async () => {
      throw new Error("crash");
    };
    await expect(door.take(body, "key-1", "shop")).rejects.toThrow(EventsUnavailable);
    bus.publish = publish;
    expect(await door.take(body, "key-1", "shop")).toMatchObject({ kind: "accepted" });
    await run();
    expect(gateway.calls).toHaveLength(1);
  });

  test("a hundred at once with one key: one text", async () => {
    const { door, run, gateway } = open();
    const taken = await Promise.all(Array.from({ length: 100 }, () => door.take(body, "key-1", "shop")));
    expect(new Set(taken.map(id)).size).toBe(1);
    await run();
    expect(gateway.calls).toHaveLength(1);
  });

  test.each([
    ["no number", { ...body, to: "nobody" }, "invalid-phone-number"],
    ["a landline", { ...body, to: "+912222222222" }, "number-type-not-allowed"],
    ["no such template", { to: body.to, template: "none" }, "template-unknown"],
    [
      "a variable too many",
      { to: body.to, template: "transactional", variables: { word: "a", other: "b" } },
      "template-variables-invalid",
    ],
    ["nothing to say", { ...body, text: "" }, "message-empty"],
    ["too much to say", { ...body, text: "long ".repeat(400) }, "message-too-long"],
  ])("%s is answered at the door, nothing published or kept", async (_, refused, reason) => {
    const { door, published, troubled } = open();
    expect(await door.take(refused, "key-1", "shop")).toMatchObject({ kind: "refused", refusal: { reason } });
    expect([published, troubled.steps]).toEqual([[], []]);
  });

  test("what is decided later becomes an outcome", async () => {
    const { door, run, outcomes } = open();
    const taken = await door.take(
      { ...body, class: "promotional", sendAt: "2026-11-22T23:00:00+05:30" },
      "key-1",
      "shop",
    );
    expect(taken).toMatchObject({ kind: "accepted" });
    await run();
    expect(outcomes().length).toBeLessThanOrEqual(1);
  });

  test.each(["9999-12-31T23:59:59Z", "2028-11-22T10:00:00Z"])(
    "a text that is to wait until %s is a faulty field",
    async (sendAt) => {
      const { door, published, troubled } = open();
      for (const answer of [
        await door.take({ ...body, sendAt }, "key-1", "shop"),
        await door.preview({ ...body, sendAt }),
      ])
        expect(answer).toEqual({
          kind: "invalid",
          faults: [
            {
              pointer: "/sendAt",
              message: `must be at most 366 days from now, and is ${new Date(sendAt).toISOString()}`,
            },
          ],
        });
      expect([published, troubled.steps]).toEqual([[], []]);
    },
  );

  test("faults are named by pointer, all at once", async () => {
    const { door, published } = open();
    expect(await door.take({ to: 7, maxParts: 0, text: "a" }, "key-1", "shop")).toEqual({
      kind: "invalid",
      faults: [
        { pointer: "/to", message: expect.any(String) },
        { pointer: "/maxParts", message: expect.any(String) },
      ],
    });
    expect(await door.take(null, "key-1", "shop")).toMatchObject({ kind: "invalid", faults: [{ pointer: "" }] });
    expect(published).toEqual([]);
  });

  test("a pointer is RFC 6901's, whatever a variable is called", async () => {
    const { door } = open();
    const taken = await door.take({ to: "1", template: "t", variables: { "a/b~c": {} } }, "key-1", "shop");
    expect(taken).toMatchObject({ kind: "invalid", faults: [{ pointer: "/variables/a~1b~0c" }] });
  });

  test("a body nested without end is taken or refused, not a fault of ours", async () => {
    const { door } = open();
    let deep: unknown = 1;
    for (let n = 0; n < 20_000; n += 1) deep = [deep];
    expect(await door.take({ ...body, ignored: deep }, "key-1", "shop")).toMatchObject({ kind: "accepted" });
  });

  test("preview decides, and keeps and publishes nothing", async () => {
    const { door, published, troubled } = open();
    expect(await door.preview(body)).toMatchObject({ kind: "send", plan: { segments: 1 } });
    expect(await door.preview({})).toMatchObject({ kind: "invalid" });
    expect([published, troubled.steps]).toEqual([[], []]);
  });
});

describe("an operator resolves a doubt", () => {
  const inDoubt = async () => {
    const spine = openSpine({ policy: "never-resend" });
    spine.gateway.next("cut");
    const message = spine.aMessage();
    await spine.deliverMessage(message, "t/0/1", spine.never);
    const resolveDoubt = createResolveDoubt({ ...spine, endDoubt: createEndDoubt(spine), meters: noMeters });
    return { ...spine, message, resolveDoubt };
  };

  test.each([
    ["sent", "sms.sent", null],
    ["failed", "sms.failed", "gateway-rejected"],
  ] as const)("as %s: a new outcome, once written, and again when asked again", async (state, topic, reason) => {
    const { journal, message, published, resolveDoubt } = await inDoubt();
    expect(await resolveDoubt(message.id, state)).toBe("resolved");
    expect(published.at(-1)).toMatchObject({ topic });
    expect(JSON.parse(String(published.at(-1)!.value))).toMatchObject({ messageId: message.id, status: state, reason });
    expect(published.at(-1)!.headers["ce_id"]).not.toBe(published[0]!.headers["ce_id"]);
    expect(await journal.read(message.id)).toMatchObject({ state });
    expect((await journal.read(message.id))?.outcome?.trace.at(-1)).toMatchObject({ rule: "operator" });
    // It crashed before it was published, perhaps.
    expect(await resolveDoubt(message.id, state)).toBe("repeated");
    expect(published.at(-1)).toEqual(published.at(-2));
    expect(await resolveDoubt(message.id, state === "sent" ? "failed" : "sent")).toBe("not-in-doubt");
    expect(await journal.inDoubtCount()).toBe(0);
  });

  test("its redelivered event then repeats the resolved outcome", async () => {
    const { deliverMessage, gateway, message, never, published, resolveDoubt } = await inDoubt();
    await resolveDoubt(message.id, "sent");
    await deliverMessage(message, "t/0/2", never);
    expect(gateway.calls).toHaveLength(1);
    expect(published.at(-1)).toEqual(published.at(-2));
  });

  test("of a message that is unknown, or in work", async () => {
    const { aMessage, clock, journal, resolveDoubt } = await inDoubt();
    expect(await resolveDoubt("none", "sent")).toBe("unknown-message");
    const other = aMessage();
    await journal.open(other.id, "t/0/1", "resend-once", 1_000, clock.now());
    expect(await resolveDoubt(other.id, "sent")).toBe("not-in-doubt");
  });
});
