import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notifications } from "../../../src/application/notifications/all.js";
import { readTemplates } from "../../../src/adapters/files/templates.js";
import { decide } from "../../../src/domain/decision/decide.js";
import type { SendRequest } from "../../../src/domain/decision/send-request.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { someFacts } from "../../support/some-facts.js";

const phone = "+919876543210";
const customer = { name: "John Doe", phone, locale: "en-IN", timeZone: "Asia/Kolkata" };
const order = { orderNumber: "ORD-1", customer, estimatedTime: "30 min", trackUrl: "https://a.example/1" };
const restaurant = { name: "Pizza Palace", phone: "+919876543212" };
const amounts = { itemsCount: 3, totalAmount: 549, currency: "INR" };
const driver = { name: "Rajesh Kumar", phone: "+919876543211" };
const addresses = { pickupAddress: "12 MG Road", deliveryAddress: "4 Park Street" };

const facts = someFacts({ templates: readTemplates("templates") });
const now = new Date("2026-11-26T10:00:00Z");

/** By recipient: the text, or the reason and sentence why there is none; or why the event is none. */
const outcomes = (topic: string, payload: object): Readonly<Record<string, string>> => {
  const asked = notifications.find((one) => one.topic === topic)!.ask(payload);
  if (!asked.success) return { event: "invalid" };
  return Object.fromEntries(
    asked.messages.map(({ recipient, ...request }) => {
      const number = parsePhoneNumber(request.to);
      const decision = decide({ ...request, number, requestedAt: now } as SendRequest, facts, {}, now);
      if (decision.kind !== "refuse") return [recipient, decision.plan.text];
      return [recipient, `${decision.refusal.reason}: ${decision.refusal.detail}`];
    }),
  );
};

describe("null and blank are as good as left out", () => {
  const whole: readonly (readonly [string, object, readonly string[]])[] = [
    ["order.created", { ...order, restaurant, ...amounts }, ["restaurant", "itemsCount", "totalAmount", "currency"]],
    [
      "order.status_changed",
      { orderNumber: "1", customer, status: "ready", trackUrl: "https://a.example/1" },
      ["trackUrl"],
    ],
    [
      "driver.assigned",
      { orderNumber: "1", customer, estimatedTime: "5 min", driver, ...addresses },
      ["pickupAddress", "deliveryAddress"],
    ],
    ["payment.confirmed", { orderNumber: "1", customer, amount: 5, currency: "INR", method: "UPI" }, []],
    ["delivery.completed", { orderNumber: "1", customer, feedbackUrl: "https://a.example/1" }, ["feedbackUrl"]],
    [
      "sms.requested",
      {
        to: phone,
        template: "otp_login",
        variables: {},
        class: "transactional",
        locale: "en",
        optimize: true,
        maxParts: 2,
        sendAt: "2026-11-28T10:00:00Z",
        senderId: "SHOP",
        reference: "r",
        correlationId: "c",
      },
      [
        "text",
        "variables",
        "class",
        "locale",
        "optimize",
        "maxParts",
        "sendAt",
        "senderId",
        "reference",
        "correlationId",
      ],
    ],
    ["otp.requested", { to: phone, purpose: "login", locale: "en" }, ["locale", "verificationId"]],
  ];
  const blanks = [null, "", " ", "\t\n", "\u00a0\u3000"];

  test.each(whole.flatMap(([topic, payload, optional]) => optional.map((field) => [topic, field, payload] as const)))(
    "%s: %s",
    (topic, field, payload) => {
      const { ask } = notifications.find((one) => one.topic === topic)!;
      const [without, ...others] = [undefined, ...blanks].map((value) => ask({ ...payload, [field]: value }));
      if (!without?.success) throw new Error(JSON.stringify(without));
      for (const one of others) {
        if (!one.success) throw new Error(JSON.stringify(one.error.issues));
        expect(JSON.stringify(one.messages)).toBe(JSON.stringify(without.messages));
      }
    },
  );

  test.each(
    whole.flatMap(([topic, payload, optional]) =>
      Object.keys(payload)
        .filter((field) => !optional.includes(field) && !["to", "template"].includes(field))
        .map((field) => [topic, field, payload] as const),
    ),
  )("%s: %s, which is needed, is missing then", (topic, field, payload) => {
    const { schema } = notifications.find((one) => one.topic === topic)!;
    if (field === "driver") return;
    for (const value of [undefined, ...blanks])
      expect(schema.safeParse({ ...payload, [field]: value }).success, JSON.stringify(value)).toBe(false);
  });

  test.each(["name", "locale", "timeZone"])("a person's %s", (field) => {
    const [without, ...others] = [undefined, ...blanks].map((value) =>
      outcomes("order.created", { ...order, restaurant, ...amounts, customer: { ...customer, [field]: value } }),
    );
    for (const one of others) expect(one).toEqual(without);
  });

  test("a variable", () => {
    const variables = { order_number: "1", driver_phone: "+919876543211", estimated_time: "5 min" };
    for (const blank of blanks) {
      const { recipient } = outcomes("sms.requested", {
        to: phone,
        template: "delivery_assignment",
        variables: { ...variables, driver_name: blank },
      });
      expect(recipient).toMatch(/^Your driver is on the way/);
    }
  });

  test("a text that is blank, and no template, is empty", () => {
    for (const text of ["", "  "])
      expect(outcomes("sms.requested", { to: phone, text })["recipient"]).toMatch(/^message-empty: /);
  });
});

const told = /^Order ORD-1/;

describe("what makes one message impossible silences no other of the event", () => {
  test.each<[string, string, object, Readonly<Record<string, RegExp>>]>([
    [
      "a restaurant whose phone is blank is told nothing",
      "order.created",
      { restaurant: { ...restaurant, phone: " " } },
      { customer: told },
    ],
    ["a restaurant without a phone", "order.created", { restaurant: { name: "P" } }, { customer: told }],
    [
      "a restaurant's alert without its amounts",
      "order.created",
      { restaurant },
      {
        customer: told,
        restaurant:
          /^template-variables-invalid: .*items_count is missing; total_amount is missing; currency is missing/,
      },
    ],
    [
      "amounts of another type",
      "order.created",
      { restaurant, itemsCount: "3", totalAmount: "549", currency: 356 },
      {
        customer: told,
        restaurant: /^template-variables-invalid: .*items_count must be a whole number.*total_amount must be.*currency/,
      },
    ],
    [
      "half a dish",
      "order.created",
      { restaurant, ...amounts, itemsCount: 1.5 },
      { customer: told, restaurant: /items_count/ },
    ],
    [
      "a currency that is none",
      "order.created",
      { restaurant, ...amounts, currency: "rupees" },
      { customer: told, restaurant: /^template-variables-invalid: .*currency/ },
    ],
    [
      "a restaurant's number that is none",
      "order.created",
      { restaurant: { phone: "none" }, ...amounts },
      { customer: told, restaurant: /^invalid-phone-number/ },
    ],
    [
      "two numbers in the place of a driver's, and more than a text shows",
      "driver.assigned",
      { driver: { ...driver, phone: "+91 98765 43211 / +91 98765 43212" }, ...addresses },
      { customer: /Estimated time: 30 min\.$/, driver: /^invalid-phone-number/ },
    ],
    [
      "an address in the place of a customer's number",
      "driver.assigned",
      { customer: { phone: "https://a.example" }, driver, ...addresses },
      { customer: /^invalid-phone-number/, driver: /Deliver to: 4 Park Street\.$/ },
    ],
    [
      "a customer's blank number",
      "order.created",
      { customer: { phone: "" }, restaurant, ...amounts },
      { customer: /^invalid-phone-number/, restaurant: /^New order ORD-1\. Items/ },
    ],
    [
      "a customer whose name is no text",
      "order.created",
      { customer: { phone, name: 5 }, restaurant, ...amounts },
      { customer: told, restaurant: /^template-variables-invalid: .*customer_name must be a string/ },
    ],
    [
      "a restaurant's language that is no text",
      "order.created",
      { restaurant: { ...restaurant, locale: 5, timeZone: false }, ...amounts },
      { customer: told, restaurant: /^New order ORD-1 from John Doe\. Items/ },
    ],
    [
      "a customer without a name",
      "order.created",
      { customer: { phone, name: "" }, restaurant, ...amounts },
      { customer: told, restaurant: /^New order ORD-1\. Items/ },
    ],
    [
      "a delivery without addresses",
      "driver.assigned",
      { driver, pickupAddress: "" },
      {
        customer: /^Rajesh Kumar is on the way/,
        driver: /^template-variables-invalid: .*pickup_address is missing; delivery_address is missing/,
      },
    ],
    [
      "a delivery without names",
      "driver.assigned",
      { customer: { phone, name: "" }, driver: { phone: driver.phone }, ...addresses },
      { customer: /^Your driver is on the way with your order ORD-1/, driver: /^New delivery/ },
    ],
    [
      "a driver whose name is no text",
      "driver.assigned",
      { driver: { ...driver, name: { first: "Rajesh" } }, ...addresses },
      { customer: /^template-variables-invalid: .*driver_name must be a string/, driver: /^New delivery/ },
    ],
    [
      "a language and a zone that are no texts",
      "driver.assigned",
      {
        driver: { ...driver, locale: 5, timeZone: {} },
        customer: { ...customer, locale: [], timeZone: 1 },
        ...addresses,
      },
      { customer: /^Rajesh Kumar is on the way/, driver: /^New delivery/ },
    ],
    [
      "a driver's blank number",
      "driver.assigned",
      { driver: { ...driver, phone: "" }, ...addresses },
      { customer: /15 minutes|30 min\.$/, driver: /^invalid-phone-number/ },
    ],
    [
      "a customer's blank number",
      "driver.assigned",
      { customer: { phone: " " }, driver, ...addresses },
      { customer: /^invalid-phone-number/, driver: /Deliver to: 4 Park Street\.$/ },
    ],
  ])("%s (%s)", (_, topic, fields, expected) => {
    const found = outcomes(topic, { ...order, ...fields });
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [recipient, pattern] of Object.entries(expected)) expect(found[recipient]).toMatch(pattern);
  });

  test("whatever a field holds that one message needs, the customer's text is the same", () => {
    const confirmation = outcomes("order.created", { ...order, restaurant, ...amounts })["customer"];
    const assignment = outcomes("driver.assigned", { ...order, driver, ...addresses })["customer"];
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("itemsCount", "totalAmount", "currency"), (value, field) => {
        expect(outcomes("order.created", { ...order, restaurant, ...amounts, [field]: value })["customer"]).toBe(
          confirmation,
        );
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("pickupAddress", "deliveryAddress"), (value, field) => {
        expect(outcomes("driver.assigned", { ...order, driver, ...addresses, [field]: value })["customer"]).toBe(
          assignment,
        );
      }),
    );
  });
});
