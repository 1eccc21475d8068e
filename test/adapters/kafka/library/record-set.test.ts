import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BatchDecoder, type RawRecord, readRecordSet } from "../../../../src/adapters/kafka/library/record-set.js";
import { unreadableHeader } from "../../../../src/application/ports/event-source.js";

interface Fields {
  readonly first?: bigint;
  readonly count?: number;
  readonly attributes?: number;
  readonly body?: Buffer;
  readonly last?: number;
}
/** A record batch (format v2) with the given fixed fields; what follows them is up to the decoder. */
const batch = ({ first = 0n, count = 1, attributes = 0, body = Buffer.alloc(0), last }: Fields) => {
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(first, 0);
  head.writeInt32BE(49 + body.length, 8);
  head.writeInt8(2, 16);
  head.writeInt16BE(attributes, 21);
  head.writeInt32BE(last ?? count - 1, 23);
  head.writeBigInt64BE(1_700_000_000_000n, 35);
  head.writeBigInt64BE(77n, 43);
  head.writeInt32BE(count, 57);
  return Buffer.concat([head, body]);
};

/** Stands for kafkajs's decoder: as many records as the batch says, none from a body that begins with "!". */
const decode: BatchDecoder = async (bytes) => {
  if (bytes.subarray(61, 62).toString() === "!") throw new Error("corrupt\n body");
  const first = bytes.readBigInt64BE(0);
  return Array.from({ length: bytes.readInt32BE(57) }, (_, n) => ({ offset: String(first + BigInt(n)) }) as RawRecord);
};
const offsets = async (set: Buffer) => (await readRecordSet(set, decode)).map(({ offset }) => offset);

describe("readRecordSet", () => {
  test("gives the records of every whole batch and leaves the cut-off tail", async () => {
    const whole = [batch({ count: 2 }), batch({ first: 2n, count: 3 })];
    const tail = batch({ first: 5n, body: Buffer.alloc(40) });
    for (const cut of [0, 1, 11, 12, 60, 61, 100])
      expect(await offsets(Buffer.concat([...whole, tail.subarray(0, cut)]))).toEqual(["0", "1", "2", "3", "4"]);
  });

  test.each([
    ["a body that cannot be decompressed", 3, Buffer.from("!"), "codec lz4) cannot be read: corrupt body"],
    ["a codec that Kafka does not know", 5, Buffer.from("x"), "codec of number 5) cannot be read: unknown codec"],
  ])("%s becomes one record that holds the batch, at its last offset", async (_, attributes, body, says) => {
    const broken = batch({ first: 10n, count: 4, attributes, body });
    const records = await readRecordSet(Buffer.concat([broken, batch({ first: 14n })]), decode);
    expect(records.map(({ offset }) => offset)).toEqual(["13", "14"]);
    expect(records[0]).toMatchObject({ key: null, value: broken, isControlRecord: false, timestamp: "1700000000000" });
    const sentence = String(records[0]!.headers[unreadableHeader]);
    expect(sentence).toBe(`Offsets 10 to 13 (4 records, ${says}`);
  });

  test("a batch that compaction emptied still moves the reader on, and is shown to nobody", async () => {
    const records = await readRecordSet(batch({ first: 20n, count: 0, last: 5 }), decode);
    expect(records).toMatchObject([{ offset: "25", isControlRecord: true }]);
  });

  test("150,000 records of one batch do not overflow the stack", async () => {
    expect(await offsets(batch({ count: 150_000 }))).toHaveLength(150_000);
  });

  test("no bytes make it reject or hang", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await readRecordSet(Buffer.from(bytes), async () => {
          throw new Error(gzipSync("x").toString("latin1"));
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
