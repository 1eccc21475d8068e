import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeEvent } from "../../../src/application/intake/decode-event.js";

const now = new Date("2026-11-22T10:00:00Z");
const written = new Date("2026-11-22T09:59:00Z");
const record = (value: string | Buffer | null, headers: Record<string, string> = {}) => ({
  topic: "order.created",
  partition: 2,
  offset: 12n,
  timestamp: written,
  key: null,
  value: value === null ? null : Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});
const envelope = (change: Record<string, unknown>) =>
  JSON.stringify({ specversion: "1.0", id: "7", source: "/orders", type: "order.created", ...change });
const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const place = "order.created/2/12";

test("a batch that nobody could read is a dead letter that says why", () => {
  const says = "Offsets 3 to 9 (7 records, codec gzip) cannot be read: incorrect header check";
  expect(decodeEvent(record("{}", { "sms-unreadable-batch": says }), now)).toEqual({
    cause: "unreadable-batch",
    message: says,
  });
});

test.each([
  ["no value", record(null), "null-value"],
  ["bytes that are no UTF-8", record(Buffer.from([0x22, 0xff, 0x22])), "bad-utf8"],
  ["a UTF-8 sequence cut short", record(Buffer.from('{"a":"é"}').subarray(0, 7)), "bad-utf8"],
  ["an overlong UTF-8 form", record(Buffer.from([0x22, 0xc0, 0xaf, 0x22])), "bad-utf8"],
  ["no JSON", record("{"), "bad-json"],
  ["nothing at all", record(""), "bad-json"],
  ["UTF-16", record(Buffer.from('{"a":1}', "utf16le")), "bad-json"],
  [
    "an envelope around bytes that are no UTF-8",
    record(envelope({ data_base64: base64(Buffer.from([0xff])) })),
    "bad-utf8",
  ],
  ["an envelope around what is no JSON", record(envelope({ data_base64: base64("{") })), "bad-json"],
])("%s is a dead letter", (_, given, cause) => {
  expect(decodeEvent(given, now)).toEqual({ cause, message: expect.any(String) });
});

const binary = { ce_specversion: "1.0", ce_id: "7", ce_source: "/orders" };

describe("the envelope", () => {
  test.each([
    ["CloudEvents binary", record('{"a":1}', binary)],
    ["CloudEvents structured", record(envelope({ data: { a: 1 } }))],
    [
      "structured, with its content type",
      record(envelope({ data: { a: 1 } }), { "content-type": "application/cloudevents+json; charset=utf-8" }),
    ],
    ["structured, data in base64", record(envelope({ data_base64: base64('{"a":1}') }))],
    ["a byte order mark before it", record(`\uFEFF{"a":1}`, binary)],
  ])("%s: source and id are the identity", (_, given) => {
    expect(decodeEvent(given, now)).toMatchObject({ identity: "/orders\n7", eventId: "7", payload: { a: 1 } });
  });

  test.each([
    ["the payload's own id", '{"eventId":"e-1"}', {}, "e-1", "e-1"],
    ["a number is an id too", '{"eventId":1042}', {}, "1042", "1042"],
    ["an id in the envelope goes before it", '{"eventId":"e-1"}', binary, "/orders\n7", "7"],
    ["its place in the log", '{"a":1}', {}, place, null],
    ["an empty id is none: all events would be one", '{"a":1}', { ...binary, ce_id: "" }, place, null],
    ["nor is an empty eventId", '{"eventId":""}', {}, place, null],
    ["nor one that is no text", '{"eventId":{"a":1}}', {}, place, null],
    ["no object", "[1]", {}, place, null],
  ])("%s", (_, value, headers, identity, eventId) => {
    expect(decodeEvent(record(value, headers), now)).toMatchObject({ identity, eventId });
  });

  test("binary attributes go before a payload that looks like an envelope", () => {
    const payload = { specversion: "1.0", id: "inner", source: "x", data: { a: 1 } };
    expect(decodeEvent(record(JSON.stringify(payload), binary), now)).toMatchObject({
      identity: "/orders\n7",
      payload,
    });
  });

  test("plain JSON that merely has data is no envelope", () => {
    expect(decodeEvent(record('{"data":{"a":1},"id":"x"}'), now)).toMatchObject({
      identity: place,
      payload: { data: { a: 1 }, id: "x" },
      type: undefined,
    });
  });

  test.each([
    ["the payload's", '{"correlationId":"p","orderNumber":"o"}', { ...binary, ce_correlationid: "c" }, "p"],
    ["the envelope's", '{"orderNumber":"o"}', { ...binary, ce_correlationid: "c" }, "c"],
    ["the order's number", '{"orderNumber":"o"}', binary, "o"],
    ["none", '{"correlationId":7,"orderNumber":""}', { ...binary, ce_correlationid: "" }, undefined],
    ["a structured envelope's", envelope({ correlationid: "c", data: { orderNumber: "o" } }), {}, "c"],
  ])("correlation: %s", (_, value, headers, correlationId) => {
    expect(decodeEvent(record(value, headers), now)).toMatchObject({ correlationId });
  });

  test("traceparent is carried from the header, else from the envelope", () => {
    const own = envelope({ traceparent: "00-b", data: {} });
    expect(decodeEvent(record(own, { traceparent: "00-a" }), now)).toMatchObject({ traceparent: "00-a" });
    expect(decodeEvent(record(own), now)).toMatchObject({ traceparent: "00-b" });
  });
});

describe("its time", () => {
  test.each([
    ["the envelope's", { ce_time: "2026-11-22T09:30:00Z" }, "2026-11-22T09:30:00.000Z"],
    ["the record's where there is none", {}, written.toISOString()],
    ["the record's where it is no time", { ce_time: "yesterday" }, written.toISOString()],
    ["now, where it lies ahead", { ce_time: "2027-01-01T00:00:00Z" }, now.toISOString()],
    ["ahead by less than five minutes, as clocks are", { ce_time: "2026-11-22T10:04:59Z" }, "2026-11-22T10:04:59.000Z"],
    [
      "the record's, for a dead letter that is replayed: it gets a new deadline",
      { ce_time: "2026-11-20T09:30:00Z", "kafka_dlt-original-topic": "order.created" },
      written.toISOString(),
    ],
  ])("%s", (_, headers, time) => {
    expect(decodeEvent(record("{}", { ...binary, ...headers }), now)).toMatchObject({ time: new Date(time) });
  });
});

test("whatever the bytes and headers, it answers", () => {
  const headers = fc.dictionary(
    fc.constantFrom(
      "ce_id",
      "ce_source",
      "ce_time",
      "ce_type",
      "content-type",
      "traceparent",
      "kafka_dlt-original-topic",
    ),
    fc.string(),
  );
  const value = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.json().map((json) => Buffer.from(json)),
    fc.jsonValue().map((data) => Buffer.from(envelope({ data }))),
    fc.base64String().map((data) => Buffer.from(envelope({ data_base64: data }))),
  );
  fc.assert(
    fc.property(value, headers, (bytes, given) => {
      const decoded = decodeEvent(record(bytes, given), now);
      expect("cause" in decoded || decoded.identity.length > 0).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
