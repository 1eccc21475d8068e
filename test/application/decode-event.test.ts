import { expect, test } from "vitest";
import { decodeEvent } from "../../src/application/decode-event.js";

const now = new Date("2026-11-22T10:00:00Z");
const record = (value: string | Buffer | null, headers: Record<string, string> = {}) => ({
  topic: "order.created",
  partition: 2,
  offset: 12n,
  timestamp: new Date("2026-11-22T09:59:00Z"),
  key: null,
  value: value === null ? null : Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});

test.each([
  ["no value", null, "null-value"],
  ["bytes that are no UTF-8", Buffer.from([0xff, 0xfe]), "bad-utf8"],
  ["no JSON", "{", "bad-json"],
])("%s is a dead letter", (_, value, cause) => {
  expect(decodeEvent(record(value), now)).toMatchObject({ cause });
});

test.each([
  ["CloudEvents binary", record('{"a":1}', { ce_id: "7", ce_source: "/orders" }), "/orders\n7"],
  ["CloudEvents structured", record('{"specversion":"1.0","id":"7","source":"/orders","data":{"a":1}}'), "/orders\n7"],
  ["the payload's own id", record('{"a":1,"eventId":"e-1"}'), "e-1"],
  ["its place in the log", record('{"a":1}'), "order.created/2/12"],
])("identity from %s", (_, given, identity) => {
  expect(decodeEvent(given, now)).toMatchObject({ identity, payload: { a: 1 } });
});

test("a time ahead of the clock counts as now", () => {
  expect(decodeEvent(record("{}", { ce_id: "1", ce_time: "2027-01-01T00:00:00Z" }), now)).toMatchObject({ time: now });
});
