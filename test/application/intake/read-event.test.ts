import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTemplateStore } from "../../../src/adapters/files/template-store.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { notifications } from "../../../src/application/notifications/all.js";
import { defineNotification } from "../../../src/application/notifications/notification.js";
import { smsRequested } from "../../../src/application/notifications/sms-requested.js";
import type { EventRecord } from "../../../src/application/ports/event-source.js";
import { createReadEvent } from "../../../src/application/intake/read-event.js";
import { decide } from "../../../src/domain/decision/decide.js";
import type { MessageClass } from "../../../src/domain/message-class.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { someFacts } from "../../support/some-facts.js";

const now = new Date("2026-11-22T10:00:00Z");
const hashes = createHashes(Buffer.alloc(32, 1));
const facts = someFacts({ templates: createTemplateStore("templates").current() });
const readEvent = createReadEvent({
  facts: () => facts,
  hashes,
  journalTtlMs: 168 * 3_600_000,
  notifications: new Map(notifications.map((one) => [one.topic, one])),
});

const recordOf = (topic: string, payload: unknown, headers: Record<string, string> = {}): EventRecord => ({
  topic,
  partition: 3,
  offset: 7n,
  timestamp: now,
  key: null,
  value: Buffer.from(JSON.stringify(payload)),
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)])),
});
const read = (topic: string, payload: unknown, headers?: Record<string, string>) =>
  readEvent(recordOf(topic, payload, headers), now);
const messagesOf = (topic: string, payload: unknown, headers?: Record<string, string>) => {
  const event = read(topic, payload, headers);
  if (event.kind !== "messages") throw new Error(JSON.stringify(event));
  return event.messages;
};

const customer = { name: "John Doe", phone: "+919876543210", locale: "en-IN" };
const restaurant = { name: "Pizza Palace", phone: "+919876543212" };
const driver = { name: "Rajesh Kumar", phone: "+919876543211" };
const order = {
  orderNumber: "ORD-1",
  customer,
  restaurant,
  estimatedTime: "30-40 minutes",
  trackUrl: "https://t.example/abc",
  itemsCount: 3,
  totalAmount: 549,
  currency: "INR",
};
const delivery = {
  orderNumber: "ORD-1",
  customer,
  driver,
  estimatedTime: "15 minutes",
  pickupAddress: "12 MG Road",
  deliveryAddress: "4 Park Street",
};
const forCustomer = { recipient: "customer", to: customer.phone, locale: "en-IN" };
const confirmation = {
  order_number: "ORD-1",
  delivery_time: "30-40 minutes",
  estimated_time: "30-40 minutes",
  track_url: "https://t.example/abc",
};

/** Every event, the messages it asks for, and the variables their templates may show. */
const events: [string, string, object, object[]][] = [
  [
    "order.created",
    "customer and restaurant",
    order,
    [
      {
        ...forCustomer,
        template: "order_confirmation",
        variables: { ...confirmation, restaurant_name: "Pizza Palace" },
      },
      {
        recipient: "restaurant",
        to: restaurant.phone,
        template: "restaurant_new_order_alert",
        variables: {
          order_number: "ORD-1",
          items_count: 3,
          total_amount: 549,
          customer_name: "John Doe",
          currency: "INR",
        },
      },
    ],
  ],
  [
    "order.created",
    "what is required alone",
    {
      orderNumber: "ORD-1",
      customer: { phone: customer.phone },
      estimatedTime: "30-40 minutes",
      trackUrl: order.trackUrl,
    },
    [{ recipient: "customer", to: customer.phone, template: "order_confirmation", variables: confirmation }],
  ],
  [
    "order.created",
    "a restaurant without a phone is not texted, and needs no amounts",
    {
      ...order,
      restaurant: { name: "Pizza Palace" },
      itemsCount: undefined,
      totalAmount: undefined,
      currency: undefined,
    },
    [
      {
        ...forCustomer,
        template: "order_confirmation",
        variables: { ...confirmation, restaurant_name: "Pizza Palace" },
      },
    ],
  ],
  [
    "driver.assigned",
    "customer and driver",
    delivery,
    [
      {
        ...forCustomer,
        template: "delivery_assignment",
        variables: {
          order_number: "ORD-1",
          driver_name: "Rajesh Kumar",
          driver_phone: driver.phone,
          estimated_time: "15 minutes",
        },
      },
      {
        recipient: "driver",
        to: driver.phone,
        template: "driver_assignment",
        variables: {
          order_number: "ORD-1",
          pickup_address: "12 MG Road",
          delivery_address: "4 Park Street",
          customer_phone: customer.phone,
        },
      },
    ],
  ],
  ...["preparing", "ready", "out_for_delivery", "delivered"].map((status): [string, string, object, object[]] => [
    "order.status_changed",
    status,
    { orderNumber: "ORD-1", customer, status },
    [{ ...forCustomer, template: "order_status_update", variables: { order_number: "ORD-1", status } }],
  ]),
  [
    "order.status_changed",
    "with a page to follow",
    { orderNumber: "ORD-1", customer, status: "ready", trackUrl: order.trackUrl },
    [
      {
        ...forCustomer,
        template: "order_status_update",
        variables: { order_number: "ORD-1", status: "ready", track_url: order.trackUrl },
      },
    ],
  ],
  [
    "payment.confirmed",
    "the receipt",
    { orderNumber: "ORD-1", customer, amount: 549.5, currency: "INR", method: "UPI" },
    [
      {
        ...forCustomer,
        template: "payment_confirmation",
        variables: { order_number: "ORD-1", amount: 549.5, payment_method: "UPI", currency: "INR" },
      },
    ],
  ],
  [
    "delivery.completed",
    "without feedback",
    { orderNumber: "ORD-1", customer },
    [{ ...forCustomer, template: "delivery_completed", variables: { order_number: "ORD-1" } }],
  ],
  [
    "delivery.completed",
    "with feedback",
    { orderNumber: "ORD-1", customer, feedbackUrl: "https://f.example/1" },
    [
      {
        ...forCustomer,
        template: "delivery_completed",
        variables: { order_number: "ORD-1", feedback_url: "https://f.example/1" },
      },
    ],
  ],
  [
    "sms.requested",
    "a template",
    { to: "9876543210", template: "order_confirmation", variables: { order_number: "1" }, locale: "hi" },
    [
      {
        recipient: "recipient",
        to: "9876543210",
        locale: "hi",
        template: "order_confirmation",
        variables: { order_number: "1" },
      },
    ],
  ],
];

describe("the messages of each event", () => {
  test.each(events)("%s: %s", (topic, _, payload, expected) => {
    const shown = messagesOf(topic, payload).map(({ recipient, request: { to, locale, content } }) =>
      content.kind === "template"
        ? { recipient, to, locale, template: content.template, variables: content.variables }
        : content,
    );
    // Compared as it would be sent: what is undefined is not there.
    expect(shown).toEqual(expected);
  });

  test.each(events.filter(([topic]) => topic !== "sms.requested"))(
    "%s: %s may go, with the shipped templates",
    (topic, _, payload) => {
      for (const { request } of messagesOf(topic, payload)) {
        const { content, ...rest } = request;
        if (content.kind === "code") throw new Error("no code");
        expect(decide({ ...rest, content }, facts, {}, now)).toMatchObject({
          kind: "send",
          plan: { encoding: "GSM-7" },
        });
      }
    },
  );

  test("every field of sms.requested reaches the request", () => {
    const payload = {
      to: "+919876543210",
      text: "Hello",
      class: "promotional",
      locale: "en-IN",
      senderId: "ACMEIN",
      optimize: true,
      maxParts: 3,
      sendAt: "2026-11-22T16:00:00+05:30",
      reference: "r-1",
      correlationId: "c-1",
    };
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    expect(messagesOf("sms.requested.promotional", payload, { traceparent })).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/),
        recipient: "recipient",
        request: {
          to: "+919876543210",
          number: parsePhoneNumber("+919876543210"),
          content: { kind: "text", text: "Hello" },
          class: "promotional",
          locale: "en-IN",
          senderId: "ACMEIN",
          optimize: true,
          maxParts: 3,
          sendAt: new Date("2026-11-22T10:30:00Z"),
          requestedAt: now,
        },
        reference: "r-1",
        payload: expect.stringMatching(/^[\w-]{22}$/),
        correlationId: "c-1",
        campaignId: null,
        caller: null,
        traceparent,
        origin: { topic: "sms.requested.promotional", partition: 3, offset: "7", eventId: null },
        arrivedAt: now,
      },
    ]);
  });

  test("a code is asked for, on its own lane, and none is in the event", () => {
    expect(read("otp.requested", { to: "+919876543210", purpose: "login" })).toMatchObject({
      kind: "messages",
      lane: "otp",
      messages: [{ recipient: "recipient", request: { class: "otp", content: { kind: "code", purpose: "login" } } }],
    });
  });

  test.each<[string, string, object, MessageClass]>([
    ["lies among the promotional", "sms.requested.promotional", { to: "1", text: "a" }, "promotional"],
    [
      "says another class there",
      "sms.requested.promotional",
      { to: "1", text: "a", class: "transactional" },
      "promotional",
    ],
    ["is of a code's template", "sms.requested", { to: "1", template: "otp_login" }, "otp"],
    ["says nothing", "sms.requested", { to: "1", text: "a" }, "transactional"],
    ["is a service's event", "order.created", order, "transactional"],
  ])("a record waits in the lane of its text's class: it %s", (_, topic, payload, lane) => {
    expect(read(topic, payload)).toMatchObject({ lane });
  });

  test.each([
    ["says so itself", { to: "+919876543210", text: "a", class: "promotional" }, "+919876543210"],
    [
      "is of a promotional template, to a number as people write it",
      { to: "098765 43210", template: "promotional_offer" },
      "+919876543210",
    ],
    ["is to no number", { to: "1", text: "a", class: "promotional" }, "1"],
  ])("a promotional text that lies among all others is moved to its own topic: it %s", (_, payload, to) => {
    expect(read("sms.requested", payload)).toMatchObject({ kind: "moved", topic: "sms.requested.promotional", to });
  });

  test("a record of several classes waits in the lane of the most urgent", () => {
    const two = defineNotification({
      topic: "sms.requested",
      schema: smsRequested.schema,
      messages: () => [
        { recipient: "a", to: "1", content: { kind: "template", template: "promotional_offer", variables: {} } },
        { recipient: "b", to: "1", content: { kind: "text", text: "a" } },
      ],
    });
    const both = new Map([["sms.requested", two]]);
    const readBoth = createReadEvent({ facts: () => facts, hashes, journalTtlMs: 3_600_000, notifications: both });
    expect(readBoth(recordOf("sms.requested", { to: "1", text: "a" }), now)).toMatchObject({ lane: "transactional" });
  });
});

describe("ids", () => {
  test("without an id another deployment's event at the same place is another; with one it is the same", () => {
    const of = (deployment: string, headers = {}) => {
      const routed = new Map(notifications.map((one) => [one.topic, one]));
      const readHere = createReadEvent({
        deployment,
        facts: () => facts,
        hashes,
        journalTtlMs: 3_600_000,
        notifications: routed,
      });
      const event = readHere(recordOf("order.created", order, headers), now);
      return event.kind === "messages" ? event.messages.map(({ id }) => id) : [];
    };
    expect(of("one")).toHaveLength(of("other").length);
    expect(of("one").filter((id) => of("other").includes(id))).toEqual([]);
    const named = { ce_id: "1", ce_source: "/o" };
    expect(of("one", named)).toEqual(of("other", named));
  });

  test("the same event anywhere gives the same ids; another notification or role another", () => {
    const headers = { ce_id: "1", ce_source: "/o" };
    const first = messagesOf("order.created", order, headers).map(({ id }) => id);
    const elsewhere = readEvent({ ...recordOf("order.created", order, headers), partition: 9, offset: 99n }, now);
    expect(elsewhere.kind === "messages" && elsewhere.messages.map(({ id }) => id)).toEqual(first);
    expect(new Set([...first, messagesOf("driver.assigned", delivery, headers)[0]!.id]).size).toBe(3);
  });

  test("they are for ever: these were made by the first version", () => {
    expect(
      messagesOf("order.created", order, { ce_id: "1", ce_source: "/o" }).map(({ id }) => id),
    ).toMatchInlineSnapshot(`
      [
        "9f9a1354-07b3-5afc-883a-5014a6bdb928",
        "4ba6f6c9-2970-527b-a65c-0086c30cc596",
      ]
    `);
  });

  test("without an id of its own an event is its place in the log", () => {
    const [here] = messagesOf("order.created", order);
    const next = readEvent({ ...recordOf("order.created", order), offset: 8n }, now);
    expect(next.kind === "messages" && next.messages[0]!.id).not.toBe(here!.id);
  });
});

test.each([
  ["older than the journal's memory", "2026-11-15T09:59:59Z", new Date("2026-11-22T09:59:59Z")],
  ["just within it", "2026-11-15T10:00:00Z", undefined],
])("%s: not sent after %s", (_, ce_time, notAfter) => {
  const [message] = messagesOf("order.created", order, { ce_id: "1", ce_time });
  expect(message!.request.notAfter).toEqual(notAfter);
});

describe("what is no message", () => {
  test("a ce_time that cannot be read is an invalid event", () => {
    expect(read("order.created", order, { ce_id: "1", ce_time: "22/11/2026" })).toMatchObject({
      kind: "invalid",
      faults: expect.stringMatching(/^ce_time: /),
    });
  });

  test.each([
    ["names another event", { ce_id: "1", ce_type: "driver.assigned" }],
    ["names it with a prefix", { ce_id: "1", ce_type: "acme.order.created" }],
  ])("a ce_type that %s is an invalid event", (_, headers) => {
    expect(read("order.created", order, headers)).toMatchObject({
      kind: "invalid",
      faults: expect.stringMatching(/^ce_type: /),
    });
  });

  test("the right ce_type, or none, is none of that", () => {
    expect(read("order.created", order, { ce_id: "1", ce_type: "order.created" }).kind).toBe("messages");
    expect(read("order.created", order, { ce_id: "1", ce_type: "" }).kind).toBe("messages");
  });

  test("a topic that nothing routes is a dead letter", () => {
    expect(read("weather.changed", order)).toMatchObject({ kind: "dead", cause: "no-route" });
  });

  const broken: [string, string, object | unknown[] | string | null, string[]][] = [
    ["no fields at all", "order.created", {}, ["orderNumber", "customer", "estimatedTime", "trackUrl"]],
    ["no object", "order.created", [], ["the payload"]],
    ["null", "order.created", null, ["the payload"]],
    ["a text", "order.created", "hello", ["the payload"]],
    ["a phone that is a number", "order.created", { ...order, customer: { phone: 919876543210 } }, ["customer.phone"]],
    [
      "money as text, currency in words",
      "payment.confirmed",
      { orderNumber: "1", customer, amount: "549", currency: "rupees", method: "UPI" },
      ["amount", "currency"],
    ],
    ["a status that is none", "order.status_changed", { orderNumber: "1", customer, status: "lost" }, ["status"]],
    ["a driver without a phone", "driver.assigned", { ...delivery, driver: { name: "R" } }, ["driver.phone"]],
    ["an order of blanks", "order.created", { ...order, orderNumber: " \t\u3000" }, ["orderNumber"]],
    ["neither text nor template", "sms.requested", { to: "1" }, ["text"]],
    ["both", "sms.requested", { to: "1", text: "a", template: "b" }, ["text"]],
    ["an otp by the open door", "sms.requested", { to: "1", text: "a", class: "otp" }, ["class"]],
    [
      "a time that is none, parts beyond any",
      "sms.requested",
      { to: "1", text: "a", sendAt: "noon", maxParts: 99 },
      ["maxParts", "sendAt"],
    ],
    ["a purpose of nothing", "otp.requested", { to: "1", purpose: "" }, ["purpose"]],
  ];
  test.each(broken)("%s (%s): every faulty field is named", (_, topic, payload, fields) => {
    const event = read(topic, payload);
    if (event.kind !== "invalid") throw new Error(event.kind);
    // "amount is a text, …; send a number": what follows a fault's own semicolon names no field.
    const named = event.faults.split("; ").filter((part) => !part.startsWith("send "));
    expect(named.map((fault) => /^(the payload|\S+) /.exec(fault)?.[1])).toEqual(fields);
  });

  test("a restaurant's bad number never silences the customer", () => {
    const messages = messagesOf("order.created", { ...order, restaurant: { phone: "none" } });
    expect(messages.map(({ recipient, request: { to } }) => [recipient, to])).toEqual([
      ["customer", customer.phone],
      ["restaurant", "none"],
    ]);
  });

  test("names that a producer invented are not repeated: they may be numbers", () => {
    const variables = { "+919876543210": {}, "919876543210": [], ["x".repeat(500)]: {}, fine_name: {} };
    const event = read("sms.requested", { to: "1", template: "t", variables });
    const faults = event.kind === "invalid" ? event.faults : "";
    expect(faults).toContain("variables.fine_name is an object; send ");
    expect(faults).not.toMatch(/\d{5}|x{65}/);
  });

  test("however many faults, the sentence ends", () => {
    const variables = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`v${n}`, {}]));
    const event = read("sms.requested", { to: "1", template: "t", variables });
    expect(event.kind === "invalid" && event.faults).toMatch(/; and 4980 more$/);
  });
});

test("whatever is in a record, it never throws", () => {
  const field = fc.constantFrom(
    ...[
      "orderNumber",
      "customer",
      "phone",
      "name",
      "restaurant",
      "to",
      "text",
      "template",
      "variables",
      "sendAt",
      "purpose",
    ],
  );
  const { payload } = fc.letrec<{ payload: unknown }>((tie) => ({
    payload: fc.oneof(
      { maxDepth: 4, depthIdentifier: "payload" },
      fc.string(),
      fc.dictionary(field, tie("payload"), { maxKeys: 6, depthIdentifier: "payload" }),
      fc.constantFrom("2026-11-22T10:00:00Z", "+271821-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
      fc.jsonValue(),
    ),
  }));
  fc.assert(
    fc.property(fc.constantFrom(...notifications.map(({ topic }) => topic)), payload, (topic, value) => {
      expect(["messages", "invalid", "dead"]).toContain(read(topic, value).kind);
    }),
    { numRuns: 5_000 },
  );
});

describe("the list of events", () => {
  const folder = "src/application/notifications";
  const list = readFileSync(`${folder}/all.ts`, "utf8");
  const defining = readdirSync(folder).filter(
    (file) => file !== "all.ts" && /defineNotification\(/.test(readFileSync(`${folder}/${file}`, "utf8")),
  );

  test("to add one takes one file and one line: every file that defines one is in the list, once", () => {
    expect(defining.length).toBeGreaterThanOrEqual(7);
    const missing = defining.filter((file) => !list.includes(`from "./${file.replace(".ts", ".js")}"`));
    expect(missing).toEqual([]);
    expect(notifications).toHaveLength(defining.length);
  });

  test("nothing else names an event's own file, so nothing else has to change", () => {
    const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
    const naming = sources.filter((path) =>
      defining.some((file) =>
        readFileSync(`src/${path}`, "utf8").includes(`notifications/${file.replace(".ts", ".js")}"`),
      ),
    );
    // The doors take the payload of sms.requested themselves.
    expect(naming).toEqual(naming.filter((path) => readFileSync(`src/${path}`, "utf8").includes("sms-requested.js")));
  });

  test("no two route the same topic, and each topic is its file's name", () => {
    expect(notifications.map(({ topic }) => `${topic.replaceAll(/[._]/g, "-")}.ts`).sort()).toEqual(defining.sort());
  });
});
