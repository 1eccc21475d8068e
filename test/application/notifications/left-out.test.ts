import { expect, test } from "vitest";
import { notifications } from "../../../src/application/notifications/all.js";

const customer = { phone: "+919876543210" };

const bodies: readonly (readonly [string, object, object])[] = [
  [
    "order.created",
    { orderNumber: "1", customer, estimatedTime: "30 min", trackUrl: "https://a.example/1" },
    { restaurant: null, itemsCount: null, totalAmount: null, currency: null },
  ],
  ["order.status_changed", { orderNumber: "1", customer, status: "ready" }, { trackUrl: null }],
  ["delivery.completed", { orderNumber: "1", customer }, { feedbackUrl: null }],
  [
    "sms.requested",
    { to: customer.phone, text: "hello" },
    { template: null, variables: null, sendAt: null, locale: null },
  ],
  ["otp.requested", { to: customer.phone, purpose: "login" }, { locale: null, verificationId: null }],
];

test.each(bodies)("%s: null is as good as left out, as many serializers write it", (topic, body, nulls) => {
  const { messages, schema } = notifications.find((one) => one.topic === topic)!;
  const [without, withNulls] = [body, { ...body, ...nulls }].map((payload) => schema.safeParse(payload));
  if (!without?.success || !withNulls?.success) throw new Error(JSON.stringify(withNulls));
  expect(JSON.stringify(messages(withNulls.data))).toBe(JSON.stringify(messages(without.data)));
});

test("a restaurant without a phone, or with null for it, is told nothing", () => {
  const { messages, schema } = notifications.find(({ topic }) => topic === "order.created")!;
  const [, body] = bodies[0]!;
  for (const phone of [null, undefined]) {
    const parsed = schema.safeParse({ ...body, restaurant: { name: "Pizza Palace", phone } });
    if (!parsed.success) throw new Error(JSON.stringify(parsed.error));
    expect(messages(parsed.data).map(({ recipient }) => recipient)).toEqual(["customer"]);
  }
});
