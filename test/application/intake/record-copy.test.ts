import { expect, test } from "vitest";
import { recordCopy, recordBytes } from "../../../src/application/intake/record-copy.js";
import { foldHeaders, type EventRecord, type RecordHeader } from "../../../src/application/ports/event-source.js";

const rawHeaders: readonly RecordHeader[] = [
  ["ce_id", Buffer.from("1")],
  ["again", Buffer.from("a")],
  ["again", Buffer.from("b")],
  ["none", null],
];
const record: EventRecord = {
  topic: "sms.requested",
  partition: 1,
  offset: 7n,
  timestamp: new Date(0),
  key: Buffer.from("k"),
  value: Buffer.from("v"),
  headers: foldHeaders(rawHeaders),
  rawHeaders,
};

test("a record of one's own says the same as the one it was made of", () => {
  const owned = recordCopy(record);
  expect(owned).toEqual(record);
  expect({ ...owned }.headers).toEqual(record.headers);
  expect(recordBytes(owned)).toBe(recordBytes(record));
});

test("it keeps nothing of a larger piece of memory", () => {
  const batch = Buffer.alloc(1_000_000);
  const owned = recordCopy({ ...record, value: batch.subarray(10, 20), rawHeaders: [["h", batch.subarray(30, 40)]] });
  const held = record.key!.length + 10 + 10;
  expect([owned.key, owned.value, owned.headers["h"]].map((part) => part!.buffer.byteLength)).toEqual([
    held,
    held,
    held,
  ]);
});

test("none of its parts is given where there is none", () => {
  const owned = recordCopy({ ...record, key: null, value: null, rawHeaders: [["none", null]] });
  expect([owned.key, owned.value, owned.rawHeaders]).toEqual([null, null, [["none", null]]]);
});
