import { readFileSync } from "node:fs";
import { expect, expectTypeOf, test } from "vitest";
import type { EventPayloads, EventTopic, OrderCreated } from "../../../src/application/notifications/event-payloads.js";
import { notifications } from "../../../src/application/notifications/all.js";
import { orderCreated } from "../../../src/application/notifications/order-created.js";
import * as events from "../../../src/entry/events.js";
import { told } from "../../../src/application/notifications/told.js";

/** A topic without its type, or a type without its topic, does not compile here. */
const typed: Readonly<Record<EventTopic, true>> = {
  "order.created": true,
  "driver.assigned": true,
  "order.status_changed": true,
  "payment.confirmed": true,
  "delivery.completed": true,
  "sms.requested": true,
  "sms.requested.promotional": true,
  "otp.requested": true,
  "campaign.requested": true,
  "sms.received": true,
  "sms.receipt": true,
  "consent.changed": true,
};

test("every topic that is read has a payload type", () => {
  expect(Object.keys(typed).toSorted()).toEqual([...notifications, ...told].map(({ topic }) => topic).toSorted());
});

test("the package gives the schema of every topic, and the type of its payload", () => {
  const given: readonly unknown[] = Object.values(events);
  const schemas = [...notifications, ...told].filter((one) => !given.includes(one)).map(({ topic }) => topic);
  expect(schemas).toEqual([]);
  const entry = readFileSync("src/entry/events.ts", "utf8");
  const types = readFileSync("src/application/notifications/event-payloads.ts", "utf8").matchAll(
    /^export type (\w+)/gm,
  );
  expect([...types].map(([, name]) => name!).filter((name) => !entry.includes(name))).toEqual([]);
});

test("the types say what is needed, what may be left out, and which words there are", () => {
  expectTypeOf<OrderCreated["orderNumber"]>().toEqualTypeOf<string>();
  expectTypeOf<OrderCreated["customer"]["phone"]>().toEqualTypeOf<string>();
  expectTypeOf<OrderCreated["itemsCount"]>().toEqualTypeOf<number | undefined>();
  expectTypeOf<EventPayloads["sms.requested"]["class"]>().toEqualTypeOf<"transactional" | "promotional" | undefined>();
  expectTypeOf<{ orderNumber: string }>().not.toExtend<OrderCreated>();
  expectTypeOf(orderCreated.topic).toEqualTypeOf<"order.created">();
  expectTypeOf(orderCreated.schema.parse).returns.toEqualTypeOf<OrderCreated>();
});
