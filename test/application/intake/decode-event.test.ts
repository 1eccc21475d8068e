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
const place = `order.created/2/12//${written.getTime()}`;

test.each(["unreadable-batch", "headers-too-many"] as const)("%s is a dead letter that says why", (cause) => {
  const fault = { cause, message: "Offsets 3 to 9 (7 records, codec gzip) cannot be read: incorrect header check" };
  expect(decodeEvent({ ...record("{}"), fault }, now)).toEqual(fault);
});

test("a topic that was made anew has other places", () => {
  const identityOf = (change: object) => {
    const decoded = decodeEvent({ ...record("{}"), ...change }, now);
    return "cause" in decoded ? undefined : decoded.identity;
  };
  const places = [{ topicId: "a" }, { topicId: "b" }, {}, { timestamp: new Date(written.getTime() + 1) }].map(
    identityOf,
  );
  expect(new Set(places).size).toBe(4);
});

test("no header of a producer makes a valid event a dead letter", () => {
  const names = ["sms-unreadable-batch", "sms-cause", "sms-headers-dropped", "kafka_dlt-original-offset", "__proto__"];
  const headers = Object.fromEntries(names.map((name) => [name, "x"]));
  expect(decodeEvent(record('{"eventId":"e"}', headers), now)).toMatchObject({ identity: "e", faults: undefined });
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
    [
      "a number's own digits, where parsing rounds it",
      '{"eventId":9007199254740993}',
      {},
      "9007199254740993",
      "9007199254740993",
    ],
    ["the next one is another event", '{"eventId": 9007199254740992 }', {}, "9007199254740992", "9007199254740992"],
    [
      "in structured data too",
      envelope({ id: undefined, data: 0 }).replace("0}", '{"eventId":18446744073709551615}}'),
      {},
      "18446744073709551615",
      "18446744073709551615",
    ],
    [
      "an envelope's number",
      envelope({ id: 0, data: {} }).replace('"id":0', '"id":9007199254740993'),
      {},
      "/orders\n9007199254740993",
      "9007199254740993",
    ],
    [
      "in base64",
      envelope({ id: undefined, data_base64: base64('{"eventId":9007199254740993}') }),
      {},
      "9007199254740993",
      "9007199254740993",
    ],
    ["an id in the envelope goes before it", '{"eventId":"e-1"}', binary, "/orders\n7", "7"],
    ["its place in the log", '{"a":1}', {}, place, null],
    ["an empty id is none: all events would be one", '{"a":1}', { ...binary, ce_id: "" }, place, null],
    ["nor is an empty eventId", '{"eventId":""}', {}, place, null],
    ["nor a blank one", '{"eventId":" \\t"}', {}, place, null],
    ["nor a blank ce_id", '{"eventId":"e-1"}', { ...binary, ce_id: " " }, "e-1", "e-1"],
    ["nor that of an envelope", envelope({ id: "\u00a0", data: { eventId: "e-2" } }), {}, "e-2", "e-2"],
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
    [
      "the next, where one is blank",
      '{"correlationId":" ","orderNumber":"o"}',
      { ...binary, ce_correlationid: "\t" },
      "o",
    ],
    ["none", '{"correlationId":7,"orderNumber":""}', { ...binary, ce_correlationid: "" }, undefined],
    ["a structured envelope's", envelope({ correlationid: "c", data: { orderNumber: "o" } }), {}, "c"],
  ])("correlation: %s", (_, value, headers, correlationId) => {
    expect(decodeEvent(record(value, headers), now)).toMatchObject({ correlationId });
  });

  test.each([
    ["the producer's source", "{}", { ...binary, ce_source: "/shop" }, "/shop"],
    ["whom our own door names", "{}", { ...binary, ce_source: "/sms-service/http", ce_caller: "web" }, "web"],
    ["a name that only our door may give", "{}", { ...binary, ce_source: "/shop", ce_caller: "web" }, "/shop"],
    ["a structured envelope's source", envelope({ source: "/shop", data: {} }), {}, "/shop"],
    ["nobody", "{}", {}, null],
  ])("who asked: %s", (_, value, headers, caller) => {
    expect(decodeEvent(record(value, headers), now)).toMatchObject({ caller });
  });

  test("traceparent is carried from the header, else from the envelope", () => {
    const [a, b] = ["a", "b"].map((id) => `00-${id.repeat(32)}-00f067aa0ba902b7-01`);
    const own = envelope({ traceparent: b, data: {} });
    expect(decodeEvent(record(own, { traceparent: a! }), now)).toMatchObject({ traceparent: a });
    expect(decodeEvent(record(own), now)).toMatchObject({ traceparent: b });
  });

  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  test.each([
    ["as the standard writes it", `00-${trace}-00f067aa0ba902b7-00`, true],
    ["of a later version, with more behind it", `01-${trace}-00f067aa0ba902b7-01-abc`, true],
    ["of version 0 with more behind it", `00-${trace}-00f067aa0ba902b7-01-abc`, false],
    ["of the forbidden version", `ff-${trace}-00f067aa0ba902b7-01`, false],
    ["without a trace", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`, false],
    ["without a parent", `00-${trace}-${"0".repeat(16)}-01`, false],
    ["in capitals", `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`, false],
    ["that is a number", "+919876543210", false],
    ["with a line break", `00-${trace}-00f067aa0ba902b7-01\n`, false],
    ["that goes on and on", `01-${trace}-00f067aa0ba902b7-01-${"a".repeat(5_000)}`, false],
  ])("a traceparent %s", (_, traceparent, kept) => {
    const decoded = decodeEvent(record("{}", { traceparent }), now);
    expect(decoded).toMatchObject({ traceparent: kept ? traceparent : undefined });
  });
});

/** Platforms read these as other days. */
const noDays = ["2026-02-29T10:00:00Z", "2100-02-29T10:00:00Z", "2026-11-31T10:00:00+05:30", "2026-11-22T24:00:00Z"];

describe("its time", () => {
  test.each([
    ["the envelope's", { ce_time: "2026-11-22T09:30:00Z" }, "2026-11-22T09:30:00.000Z"],
    ["the record's where there is none", {}, written.toISOString()],
    [
      "the record's where it is the year 1, as clients write who set none",
      { ce_time: "0001-01-01T00:00:00Z" },
      written.toISOString(),
    ],
    ["the record's where it is 1970", { ce_time: "1970-01-01T00:00:00Z" }, written.toISOString()],
    ["with a zone of its own", { ce_time: "2026-11-22t15:00:00.5+05:30" }, "2026-11-22T09:30:00.500Z"],
    ["a leap day", { ce_time: "2024-02-29T10:00:00Z" }, "2024-02-29T10:00:00.000Z"],
    ["a leap second", { ce_time: "2016-12-31T23:59:60Z" }, "2016-12-31T23:59:59.000Z"],
    ["a leap second elsewhere", { ce_time: "2017-01-01T05:29:60.5+05:30" }, "2016-12-31T23:59:59.500Z"],
    ["now, where it lies ahead", { ce_time: "2027-01-01T00:00:00Z" }, now.toISOString()],
    ["ahead by less than five minutes, as clocks are", { ce_time: "2026-11-22T10:04:59Z" }, "2026-11-22T10:04:59.000Z"],
    [
      "the record's, for a dead letter that is replayed: it gets a new deadline",
      { ce_time: "2026-11-20T09:30:00Z", "kafka_dlt-original-topic": "order.created" },
      written.toISOString(),
    ],
  ])("%s", (_, headers, time) => {
    expect(decodeEvent(record("{}", { ...binary, ...headers }), now)).toMatchObject({
      time: new Date(time),
      faults: undefined,
    });
  });

  test("now, where neither the envelope nor the record has one", () => {
    const timeless = { ...record("{}", { ...binary, ce_time: "0001-01-01T00:00:00Z" }), timestamp: new Date(0) };
    expect(decodeEvent(timeless, now)).toMatchObject({ time: now, faults: undefined });
  });

  test.each(["yesterday", "2026-11-22T10:00:00", "2026-11-22", "1795341600000", "2026-13-01T00:00:00Z", ...noDays])(
    "%s is no time, and a fault that says what one is",
    (ce_time) => {
      const says = /^ce_time: must be an RFC 3339 time with its zone/;
      expect(decodeEvent(record("{}", { ...binary, ce_time }), now)).toMatchObject({
        faults: expect.stringMatching(says),
      });
      const replayed = { ...binary, ce_time, "kafka_dlt-original-topic": "order.created" };
      expect(decodeEvent(record("{}", replayed), now)).toMatchObject({ faults: undefined });
    },
  );
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
