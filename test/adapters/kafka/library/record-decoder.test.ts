import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBatchHead } from "../../../../src/adapters/kafka/library/batch-head.js";
import { decodeRecords } from "../../../../src/adapters/kafka/library/record-decoder.js";
import { encodeRecord, type RecordFields } from "../../../../src/adapters/kafka/library/record-encoder.js";
import { mostHeaderBytes, mostHeaders } from "../../../../src/application/ports/event-source.js";
import { runs } from "../../../support/property-runs.js";
import { quickRandom } from "../../../support/quick-random.js";
import { batchOf } from "../../../support/record-batch.js";

// kafkajs's own, as they are installed: nothing here replaces them.
const require = createRequire(import.meta.url);
const kafkajsBatch = require("kafkajs/src/protocol/recordBatch/v0/decoder");
const kafkajsRecord = require("kafkajs/src/protocol/recordBatch/record/v0/index");
const Decoder = require("kafkajs/src/protocol/decoder");

const decode = (batch: Buffer) => decodeRecords(batch.subarray(61), readBatchHead(batch));
const plain = (records: readonly object[]) =>
  records.map((record) => {
    const {
      rawHeaders: _,
      droppedHeaders: __,
      headers,
      batchContext,
      ...rest
    } = record as never as {
      [name: string]: object;
      batchContext: { producerId: string; inTransaction: boolean };
    };
    const { producerId, inTransaction } = batchContext;
    return { ...rest, headers: Object.entries(headers ?? {}), producerId, inTransaction };
  });

const characters = ["a", "b", "ce_", "1", "é", "न", "\u{1F600}", "\uD83D", "\n", "\0", "zz", "_"];

/** Everything a batch may be, from a seed. */
const batchFrom = (seed: number) => {
  const { below, many, oneOf } = quickRandom(seed);
  const bytes = () => Buffer.from(many(0, 40, () => below(256)));
  const text = (most: number) => many(0, most, () => oneOf(characters)).join("");
  const name = () => oneOf([() => oneOf(["ce_id", "traceparent", "a", "1"]), () => text(8)])();
  const value = () => oneOf([bytes, () => text(12), () => many(1, 3, bytes)])();
  const fields = (offsetDelta: number): RecordFields => ({
    offsetDelta,
    timestampDelta: oneOf([below(5_000), (below(2) * 2 - 1) * below(256) * 2 ** 32 + below(2 ** 31)]),
    key: oneOf([null, bytes()]),
    value: oneOf([null, bytes(), text(30)]),
    // kafkajs takes what every object inherits for an earlier header of that name.
    headers: Object.fromEntries(many(0, 6, () => [name(), value()] as const).filter(([one]) => !(one in {}))),
  });
  let delta = -1;
  const records = many(0, 4, () => {
    delta += 1 + below(4);
    return fields(delta);
  });
  return {
    records,
    first: oneOf([BigInt(below(1_000)), (BigInt(below(2 ** 30)) << 32n) + BigInt(below(2 ** 31))]),
    attributes: oneOf([0, 0x08, 0x10, 0x20, 0x38]),
  };
};

test("100,000 random batches: written and read as kafkajs writes and reads them", async () => {
  const tries = runs(100_000);
  const seen = { records: 0, headers: 0, empty: 0 };
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const { records, ...head } = batchFrom(seed);
      const written = records.map((record) => encodeRecord(record).buffer);
      expect(Buffer.concat(written).equals(Buffer.concat(records.map((one) => kafkajsRecord(one).buffer)))).toBe(true);
      const whole = batchOf(written, { ...head, lastDelta: records.at(-1)?.offsetDelta ?? 5 });
      const theirs = (await kafkajsBatch(new Decoder(whole))).records;
      const [ours, known] = [plain(decode(whole)), plain(theirs)];
      // The quick way to say the same; where they differ, the test shows how.
      if (!isDeepStrictEqual(ours, known)) expect(ours).toEqual(known);
      seen.records += records.length;
      seen.headers += records.reduce((sum, { headers = {} }) => sum + Object.keys(headers).length, 0);
      if (records.length === 0) seen.empty += 1;
    }),
    { numRuns: tries },
  );
  expect(Math.min(seen.records, seen.headers, seen.empty * 10)).toBeGreaterThan(tries);
}, 300_000);

test("no bytes are read by one and refused by the other for their length alone; none make it hang", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(5), (some, count) => {
      try {
        decode(batchOf([Buffer.from(some)], { count, lastDelta: 100 }));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { numRuns: runs(20_000) },
  );
});

const record = (change: RecordFields = {}) => encodeRecord({ value: "v", ...change }).buffer;

describe("a batch that is not as it says", () => {
  test.each([
    ["a record beyond the batch's last offset", [record(), record({ offsetDelta: 1_000_000 })], 1],
    ["a record before the batch", [record({ offsetDelta: -1 })], 0],
    ["two records in one place", [record({ offsetDelta: 1 }), record({ offsetDelta: 1 })], 1],
    ["records that go back", [record({ offsetDelta: 2 }), record({ offsetDelta: 1 })], 2],
    ["a record that is cut short", [record().subarray(0, -1)], 0],
    ["bytes after the last record", [record(), Buffer.from([0])], 0],
  ] as const)("%s is refused whole", (_, written, lastDelta) => {
    const count = written.filter(({ length }) => length > 1).length;
    expect(() => decode(batchOf(written, { lastDelta, count }))).toThrow(Error);
  });

  test("more records than there are", () => {
    expect(() => decode(batchOf([record()], { count: 2_147_483_647, lastDelta: 10 }))).toThrow("cut short");
  });

  test("a length that leaves its record's fields unread", () => {
    const written = Buffer.concat([record(), Buffer.alloc(1)]);
    written[0]! += 2;
    expect(() => decode(batchOf([written], { count: 1, lastDelta: 0 }))).toThrow("length");
  });
});

describe("headers", () => {
  const headersOf = (headers: RecordFields["headers"]) => decode(batchOf([record({ headers: headers! })], {}))[0]!;

  test("repeated ones and those without a value keep their order", () => {
    const given = [
      ["b", Buffer.from("1")],
      ["a", null],
      ["b", Buffer.from("2")],
      ["", Buffer.alloc(0)],
      ["__proto__", Buffer.from("x")],
      ["constructor", Buffer.from("y")],
    ] as const;
    expect(headersOf(given).rawHeaders).toEqual(given);
  });

  const many = (count: number) => Array.from({ length: count }, (_, n) => [`h${n}`, Buffer.from("x")] as const);
  test.each([
    ["as many as are kept", many(mostHeaders), 0],
    ["one more", many(mostHeaders + 1), 1],
    ["100,000", many(100_000), 100_000 - mostHeaders],
    [
      "a few that are too long together",
      [
        ["long", Buffer.alloc(mostHeaderBytes)],
        ["short", null],
      ] as const,
      2,
    ],
  ])("%s: the first of them are kept, the others counted", (_, headers, dropped) => {
    const { rawHeaders, droppedHeaders } = headersOf(headers);
    expect([rawHeaders.length, droppedHeaders]).toEqual([headers.length - dropped, dropped]);
    expect(rawHeaders).toEqual(headers.slice(0, rawHeaders.length));
  });
});
