import { describe, expect, test } from "vitest";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { createPublishOutcome } from "../../../src/application/delivery/publish-outcome.js";
import {
  EventsUnavailable,
  EventTooLarge,
  type OutgoingEvent,
} from "../../../src/application/ports/event-publisher.js";
import { deliveryEvent } from "../../../src/application/receipts/delivery-event.js";
import type { Receipt } from "../../../src/domain/receipt/receipt.js";
import { noMeters } from "../../support/no-meters.js";
import { silentLog } from "../../support/silent-log.js";
import { openSpine } from "../../support/spine.js";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/** An outcome whose text is as long as a producer's words may be. */
const anOutcome = async (): Promise<OutgoingEvent> => {
  const spine = openSpine();
  const message = { ...spine.aMessage(), reference: "r".repeat(900), traceparent };
  await spine.deliverMessage(message, "order.created/0/1", spine.never);
  return spine.published[0]!;
};

/** A topic that takes records of so many bytes. */
const open = (mostBytes: number) => {
  const taken: OutgoingEvent[] = [];
  const counted: string[] = [];
  const publishOutcome = createPublishOutcome({
    eventPublisher: {
      publish: async (event) => {
        if (String(event.value).length > mostBytes) throw new EventTooLarge("too large");
        taken.push(event);
      },
    },
    log: silentLog,
    meters: { ...noMeters, count: (what) => counted.push(what) },
  });
  return { counted, publishOutcome, taken };
};

describe("an outcome", () => {
  test("that fits goes as it is", async () => {
    const event = await anOutcome();
    const { counted, publishOutcome, taken } = open(10_000);
    await publishOutcome(event);
    expect([taken, counted]).toEqual([[event], []]);
  });

  test("that its topic calls too large goes without what others wrote, under the same id, and is counted", async () => {
    const event = await anOutcome();
    const { counted, publishOutcome, taken } = open(800);
    await publishOutcome(event);
    expect(counted).toEqual(["outcome-cut"]);
    expect(taken).toHaveLength(1);
    const whole = JSON.parse(String(event.value));
    expect(JSON.parse(String(taken[0]!.value))).toEqual({
      ...whole,
      ...{ to: null, template: null, detail: null, reference: null, correlationId: null, caller: null },
      source: { ...whole.source, eventId: null },
    });
    const { traceparent: _, ...headers } = event.headers;
    expect([taken[0]!.key, taken[0]!.headers]).toEqual([event.key, headers]);
  });

  test("so does what a receipt says of it: its receipts are not read for ever without being taken", async () => {
    const receipt: Receipt = {
      ...{ provider: "sns", providerMessageId: "p-1", messageId: undefined, status: "delivered", at: new Date(0) },
      ...{ response: "delivered_to_handset", carrier: "A Carrier", parts: 2, micros: 12_900 },
    };
    const event = deliveryEvent(createHashes(Buffer.alloc(32, 7)), await anOutcome(), receipt, "delivered");
    const { counted, publishOutcome, taken } = open(1_000);
    await publishOutcome(event);
    expect(counted).toEqual(["outcome-cut"]);
    expect(taken[0]!.headers["ce_id"]).toBe(event.headers["ce_id"]);
    expect(JSON.parse(String(taken[0]!.value))).toMatchObject({
      ...{ status: "delivered", handset: true, partsBilled: 2, reference: null, to: null },
    });
  });

  test("that is too large however short is told of and let go: it would hold its partition for ever", async () => {
    const { counted, publishOutcome, taken } = open(10);
    await publishOutcome(await anOutcome());
    expect([taken, counted]).toEqual([[], ["outcome-cut"]]);
  });

  test("that cannot be written now stays with who asked", async () => {
    const publishOutcome = createPublishOutcome({
      eventPublisher: { publish: () => Promise.reject(new EventsUnavailable("away")) },
      log: silentLog,
      meters: noMeters,
    });
    await expect(publishOutcome(await anOutcome())).rejects.toThrow(EventsUnavailable);
  });
});
