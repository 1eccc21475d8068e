import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BatchRoom, mostBatchBytes } from "../../../../src/adapters/kafka/library/batch-room.js";
import { encodeRecord } from "../../../../src/adapters/kafka/library/record-encoder.js";
import { readRecordSet } from "../../../../src/adapters/kafka/library/record-set.js";
import { batchOf } from "../../../support/record-batch.js";

const records = (count: number, value: Buffer | string = "v") =>
  Array.from({ length: count }, (_, offsetDelta) => encodeRecord({ offsetDelta, value }).buffer);
const batch = (first: bigint, count: number) => batchOf(records(count), { first });
const gzipped = (first: bigint, value: Buffer) =>
  batchOf([gzipSync(Buffer.concat(records(1, value)))], { first, attributes: 1 });
const read = (set: Buffer, room = new BatchRoom()) => readRecordSet(set, room);
const offsets = async (set: Buffer, room?: BatchRoom) => (await read(set, room)).map(({ offset }) => offset);

describe("readRecordSet", () => {
  test("gives the records of every whole batch and leaves the cut-off tail", async () => {
    const whole = [batch(0n, 2), batch(2n, 3)];
    const tail = batch(5n, 5);
    for (const cut of [0, 1, 11, 12, 60, 61, tail.length - 1])
      expect(await offsets(Buffer.concat([...whole, tail.subarray(0, cut)]))).toEqual(["0", "1", "2", "3", "4"]);
  });

  const lying = batchOf([...records(1), encodeRecord({ offsetDelta: 1_000_000 }).buffer], { first: 10n, lastDelta: 3 });
  test.each([
    ["a body that cannot be decompressed", 3, "!!!!!!!", "lz4) cannot be read: not an LZ4 frame"],
    ["a codec that Kafka does not know", 5, "x", "of number 5) cannot be read: unknown codec"],
    ["a body that is none", 0, "x", "none) cannot be read: a record is cut short"],
  ])("%s becomes one record that holds the batch, at its last offset", async (_, attributes, body, says) => {
    const broken = batchOf([Buffer.from(body)], { first: 10n, count: 4, attributes });
    const found = await read(Buffer.concat([broken, batch(14n, 1)]));
    expect(found.map(({ offset }) => offset)).toEqual(["13", "14"]);
    expect(found[0]).toMatchObject({ key: null, value: broken, isControlRecord: false, timestamp: "1700000000000" });
    expect(found[0]!.unreadable).toBe(`Offsets 10 to 13 (4 records, codec ${says}`);
  });

  test("a record that claims a place beyond its batch moves nobody past what follows", async () => {
    const found = await read(Buffer.concat([lying, batch(14n, 2)]));
    expect(found.map(({ offset }) => offset)).toEqual(["13", "14", "15"]);
    expect(found[0]!.unreadable).toMatch(/claims the place 1000000 of a batch of 4$/);
  });

  test("a batch that compaction emptied still moves the reader on, and is shown to nobody", async () => {
    const found = await read(batchOf([], { first: 20n, count: 0, lastDelta: 5 }));
    expect(found).toMatchObject([{ offset: "25", isControlRecord: true }]);
  });

  test("150,000 records of one batch do not overflow the stack", async () => {
    expect(await offsets(batch(0n, 150_000))).toHaveLength(150_000);
  });

  test("no bytes make it reject or hang", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await read(Buffer.from(bytes));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("what one fetch may grow to", () => {
  const zeros = Buffer.alloc(20 * 1024 * 1024);

  test("what there is no room for now is left to the next fetch, in this partition and in others", async () => {
    const room = new BatchRoom();
    const set = Buffer.concat([gzipped(0n, zeros), gzipped(1n, zeros), batch(2n, 1)]);
    expect(await offsets(set, room)).toEqual(["0"]);
    expect(await offsets(gzipped(7n, zeros), room)).toEqual([]);
    expect(await offsets(batch(8n, 1), room)).toEqual(["8"]);
    expect(await offsets(set.subarray(gzipped(0n, zeros).length))).toEqual(["1", "2"]);
  });

  test("a batch that no room would hold is one record that says so", async () => {
    const [found] = await read(gzipped(0n, Buffer.alloc(mostBatchBytes)));
    expect(found!.unreadable).toMatch(/more than 33554432 bytes once decompressed$/);
  });
});
