import { describe, expect, test } from "vitest";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { deadLetter } from "../../../src/application/intake/dead-letter.js";
import { decodeEvent } from "../../../src/application/intake/decode-event.js";
import type { Message } from "../../../src/application/message/message.js";
import { invalidEventOutcome } from "../../../src/application/intake/invalid-event.js";
import { outcomeEvent } from "../../../src/application/message/outcome.js";
import { resolvedOutcome } from "../../../src/application/message/resolved-outcome.js";
import { type EventRecord, foldHeaders } from "../../../src/application/ports/event-source.js";
import type { PhoneNumber } from "../../../src/domain/phone/phone-number.js";
import { parsePhoneNumber } from "../../../src/domain/phone/phone-number.js";
import type { PartialPlan } from "../../../src/domain/decision/send-plan.js";

const hashes = createHashes(Buffer.alloc(32, 1));
const at = new Date("2026-11-22T10:00:00Z");

const message: Message = {
  id: "2b0d0f0a-6c3c-5d0c-9e1e-0b7f1f6f2b11",
  recipient: "customer",
  request: {
    to: "098765 43210",
    number: parsePhoneNumber("098765 43210"),
    content: { kind: "template", template: "order_confirmation", variables: { order_number: "ORD-2024-001" } },
    requestedAt: at,
  },
  reference: null,
  correlationId: "ORD-2024-001",
  campaignId: null,
  caller: "/shop",
  traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  origin: { topic: "order.created", partition: 0, offset: "12", eventId: "e-1" },
  arrivedAt: at,
};

const plan: PartialPlan = {
  to: "+919876543210" as PhoneNumber,
  class: "transactional",
  text: "Your order ORD-2024-001 is confirmed.",
  encoding: "GSM-7",
  segments: 1,
  estimatedCost: { micros: 6450, currency: "USD" },
  template: "order_confirmation",
  templateVersion: "v1",
};

const outcome = (change: Partial<Parameters<typeof outcomeEvent>[0]>) =>
  outcomeEvent({
    hashes,
    gateway: "sns",
    message,
    plan,
    end: { status: "sent", providerMessageId: "p-1" },
    attempts: 1,
    at,
    ...change,
  }).event;

/** Fields of an outcome, in the order in which they are published. */
const fields = [
  ...["messageId", "status", "to", "class", "recipient", "template", "templateVersion", "encoding", "segments"],
  ...["estimatedCost", "gateway", "providerMessageId", "attempts", "reason", "detail", "reference", "correlationId"],
  ...["campaignId", "caller", "source", "acceptedAt", "occurredAt"],
];

describe("sms.sent and sms.failed", () => {
  test("sent, byte for byte", () => {
    expect(outcome({})).toEqual({
      topic: "sms.sent",
      key: hashes.keyed("+919876543210"),
      value:
        '{"messageId":"2b0d0f0a-6c3c-5d0c-9e1e-0b7f1f6f2b11","status":"sent","to":"+919876543210","class":"transactional",' +
        '"recipient":"customer","template":"order_confirmation","templateVersion":"v1","encoding":"GSM-7","segments":1,' +
        '"estimatedCost":{"micros":6450,"currency":"USD"},"gateway":"sns","providerMessageId":"p-1","attempts":1,' +
        '"reason":null,"detail":null,"reference":null,"correlationId":"ORD-2024-001",' +
        '"campaignId":null,"caller":"/shop","source":{"topic":"order.created","partition":0,"offset":"12","eventId":"e-1"},' +
        '"acceptedAt":"2026-11-22T10:00:00.000Z","occurredAt":"2026-11-22T10:00:00.000Z"}',
      headers: {
        ce_specversion: "1.0",
        ce_id: hashes.uuid("2b0d0f0a-6c3c-5d0c-9e1e-0b7f1f6f2b11\nsent\n"),
        ce_source: "/sms-service",
        ce_type: "sms.sent",
        ce_time: "2026-11-22T10:00:00.000Z",
        "content-type": "application/json",
        traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      },
    });
  });

  test("failed before anything could be computed: the number as it was given, and no key is undefined", () => {
    const failed = outcome({
      plan: { class: "transactional" },
      end: { status: "failed", reason: "invalid-phone-number", detail: "Too short" },
      attempts: 0,
      message: { ...message, traceparent: undefined, reference: "r-1" },
    });
    expect(failed.topic).toBe("sms.failed");
    expect(failed.headers).not.toHaveProperty("traceparent");
    expect(JSON.parse(String(failed.value))).toEqual({
      messageId: message.id,
      status: "failed",
      to: "098765 43210",
      class: "transactional",
      recipient: "customer",
      template: "order_confirmation",
      templateVersion: null,
      encoding: null,
      segments: null,
      estimatedCost: null,
      gateway: "sns",
      providerMessageId: null,
      attempts: 0,
      reason: "invalid-phone-number",
      detail: "Too short",
      reference: "r-1",
      correlationId: "ORD-2024-001",
      campaignId: null,
      caller: "/shop",
      acceptedAt: at.toISOString(),
      source: { topic: "order.created", partition: 0, offset: "12", eventId: "e-1" },
      occurredAt: at.toISOString(),
    });
  });

  test("what a producer sent comes back cut, so that an outcome always fits its topic", () => {
    const long = `${"x".repeat(998)}\ud83d\ude00${"x".repeat(900_000)}`;
    const content = { kind: "template", template: long, variables: {} } as const;
    const huge: Message = {
      ...message,
      request: { ...message.request, to: long, content },
      ...{ reference: long, correlationId: long, traceparent: long },
      origin: { ...message.origin, eventId: long },
    };
    const event = outcome({
      message: huge,
      plan: { class: "transactional" },
      end: { status: "failed", reason: "template-unknown", detail: long },
    });
    const value = JSON.parse(String(event.value));
    const echoed = `${"x".repeat(998)}\ufffd…`;
    for (const field of ["to", "template", "reference", "correlationId"]) expect(value[field]).toBe(echoed);
    expect(value.source.eventId).toBe(echoed);
    expect(value.detail).toHaveLength(8_000);
    expect(event.headers).not.toHaveProperty("traceparent");
    expect(event.key).toBe(hashes.keyed(long));
    const one = {
      identity: "i",
      eventId: long,
      caller: long,
      time: at,
      correlationId: long,
      traceparent: long,
      source: undefined,
      type: undefined,
    };
    const invalid = invalidEventOutcome(hashes, { ...one, payload: {} }, huge.origin, long, at);
    expect(String(invalid.value).length + JSON.stringify(invalid.headers).length).toBeLessThan(12_000);
  });

  test("neither text nor variables are in it", () => {
    const { value } = outcome({
      message: { ...message, request: { ...message.request, content: { kind: "text", text: "SECRET" } } },
    });
    expect(String(value)).not.toContain("SECRET");
    expect(String(value)).not.toContain("is confirmed");
  });

  test("ce_id: one for message, status and reason, whenever and however often", () => {
    const end = (reason: "quiet-hours" | "opted-out") => ({ status: "failed", reason, detail: "d" }) as const;
    const ids = [
      outcome({}),
      outcome({ at: new Date(0), attempts: 2 }),
      outcome({ end: end("quiet-hours") }),
      outcome({ end: { ...end("quiet-hours"), detail: "another sentence" } }),
      outcome({ end: end("opted-out") }),
    ].map(({ headers }) => headers["ce_id"]);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).toBe(ids[3]);
    expect(new Set(ids).size).toBe(3);
  });

  test("all have the contract's fields in its order", () => {
    const unknown = outcome({ end: { status: "failed", reason: "outcome-unknown", detail: "d" } });
    const invalid = anInvalidEvent();
    for (const event of [outcome({}), unknown, invalid, resolvedOutcome(hashes, unknown, "sent", at).event])
      expect(Object.keys(JSON.parse(String(event.value)))).toEqual(fields);
  });
});

const anInvalidEvent = () => {
  const decoded = decodeEvent(
    record({ value: Buffer.from("{}"), headers: { ce_id: Buffer.from("7"), ce_source: Buffer.from("/o") } }),
    at,
  );
  if ("cause" in decoded) throw new Error(decoded.cause);
  return invalidEventOutcome(hashes, decoded, message.origin, "customer.phone: must be a string", at);
};

describe("an event that breaks its schema", () => {
  test("is one failure without a message", () => {
    const id = hashes.uuid("/o\n7\ninvalid-event");
    const { key, topic, headers, value } = anInvalidEvent();
    expect([topic, key, headers["ce_id"]]).toEqual(["sms.failed", id, hashes.uuid(`${id}\nfailed\ninvalid-event`)]);
    expect(JSON.parse(String(value))).toEqual({
      ...Object.fromEntries(fields.map((name) => [name, null])),
      messageId: id,
      status: "failed",
      attempts: 0,
      reason: "invalid-event",
      detail: "customer.phone: must be a string",
      caller: "/o",
      source: message.origin,
      acceptedAt: at.toISOString(),
      occurredAt: at.toISOString(),
    });
  });
});

describe("what was in doubt", () => {
  const unknown = outcome({ end: { status: "failed", reason: "outcome-unknown", detail: "look it up" } });
  test.each([
    ["sent", "sms.sent", null, null],
    ["failed", "sms.failed", "gateway-rejected", expect.any(String)],
  ] as const)("turns out %s", (status, topic, reason, detail) => {
    const later = new Date("2026-11-23T10:00:00Z");
    const resolved = resolvedOutcome(hashes, unknown, status, later).event;
    expect(resolved).toMatchObject({
      topic,
      key: unknown.key,
      headers: {
        ce_type: topic,
        ce_id: hashes.uuid(`${message.id}\n${status}\n${reason ?? ""}`),
        traceparent: message.traceparent,
      },
    });
    const before = JSON.parse(String(unknown.value));
    const occurredAt = later.toISOString();
    expect(JSON.parse(String(resolved.value))).toEqual({ ...before, status, reason, detail, occurredAt });
  });
});

const record = (change: Partial<EventRecord>): EventRecord => ({
  topic: "order.created",
  partition: 258,
  offset: 72_623_859_790_382_856n,
  timestamp: new Date(1_700_000_000_123),
  key: Buffer.from("k"),
  value: Buffer.from([0xff, 0x00]),
  headers: {},
  ...change,
});

describe("a dead letter", () => {
  test("keeps key, value and headers, and says where from in Spring's and Connect's words", () => {
    const rawHeaders = [
      ["ce_id", Buffer.from("7")],
      ["binary", Buffer.from([0, 255])],
      ["none", null],
      ["ce_id", Buffer.from("8")],
    ] as const;
    const given = record({ rawHeaders, headers: foldHeaders(rawHeaders) });
    expect(deadLetter(given, "acme.order.created", "bad-utf8", "The value is\r\nnot\tvalid UTF-8")).toEqual({
      topic: "sms.dead-letter",
      key: given.key,
      value: given.value,
      rawHeaders,
      headers: {
        "kafka_dlt-original-topic": "acme.order.created",
        // As Spring writes them: 4 and 8 bytes, big-endian.
        "kafka_dlt-original-partition": Buffer.from("00000102", "hex"),
        "kafka_dlt-original-offset": Buffer.from("0102030405060708", "hex"),
        "kafka_dlt-original-timestamp": Buffer.from("0000018bcfe5687b", "hex"),
        "kafka_dlt-exception-fqcn": "sms-service.bad-utf8",
        "kafka_dlt-exception-message": "The value is not valid UTF-8",
        "__connect.errors.topic": "acme.order.created",
        "__connect.errors.partition": "258",
        "__connect.errors.offset": "72623859790382856",
        "__connect.errors.exception.message": "The value is not valid UTF-8",
        "sms-cause": "bad-utf8",
      },
    });
  });

  test("of a null value and a null key keeps both", () => {
    expect(deadLetter(record({ key: null, value: null }), "t", "null-value", "m")).toMatchObject({
      key: null,
      value: null,
    });
  });

  test("a replay that fails again says where it lay last", () => {
    const first = deadLetter(record({}), "order.created", "bad-json", "m");
    const headers = { own: Buffer.from("x"), "sms-truncated-from": Buffer.from("70000"), ...first.headers };
    const replayed = record({ offset: 1n, headers: headers as EventRecord["headers"] });
    const second = deadLetter(replayed, "order.created", "bad-json", "m");
    expect(second.headers["kafka_dlt-original-offset"]).toEqual(Buffer.from("0000000000000001", "hex"));
    expect(second.rawHeaders).toEqual([["own", Buffer.from("x")]]);
  });

  test("of too many headers says how many it does not have", () => {
    const fault = { cause: "headers-too-many", message: "m", droppedHeaders: 9_744 } as const;
    expect(deadLetter(record({ fault }), "t", fault.cause, "m").headers).toMatchObject({
      "sms-headers-dropped": "9744",
    });
  });

  test("every text header is one line, whatever the sentence", () => {
    const { headers } = deadLetter(record({}), "t", "invalid-event", `a\u2028b\u0000c\u0085d\n${"é".repeat(5_000)}`);
    for (const value of Object.values(headers))
      if (typeof value === "string") expect(value).toMatch(/^[^\p{Cc}\u2028\u2029]{1,2000}$/u);
  });
});
