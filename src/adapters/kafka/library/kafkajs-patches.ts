import { createRequire } from "node:module";
import { BatchRoom } from "./batch-room.js";
import { registerCodecs } from "./codecs.js";
import { crc32c } from "./crc32c.js";
import { type AnswerDecoder, decodeFetch, type ReadRecords } from "./fetch-answer.js";
import { encodeFetch, type FetchRequest } from "./fetch-request.js";
import type { RawRecord } from "./record-decoder.js";
import { encodeRecord } from "./record-encoder.js";
import { readRecordSet } from "./record-set.js";

/** The only version whose source the patches know; before an upgrade, read the new one. */
export const supportedVersion = "2.2.4";

const require = createRequire(import.meta.url);

/** Throws where another kafkajs than the one these guards were written for is installed. */
export const assertVersion = (version: string): void => {
  if (version !== supportedVersion)
    throw new Error(
      `kafkajs ${version} is installed, and this service knows ${supportedVersion} only: install kafkajs@${supportedVersion}`,
    );
};

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

/** kafkajs arms a timer, with a negative delay, after every answer even when nothing waits: 5 % of a core when idle. */
const stopIdleSpin = (): void => {
  const { prototype } = require("kafkajs/src/network/requestQueue") as { prototype: RequestQueue };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
};

interface Connection {
  socket: { readonly destroyed: boolean } | undefined;
  disconnect(): Promise<boolean>;
}

/** kafkajs closes a connection again at each retry, and each time a closed socket keeps one more listener. */
const closeSocketsOnce = (): void => {
  const { prototype } = require("kafkajs/src/network/connection") as { prototype: Connection };
  const { disconnect } = prototype;
  prototype.disconnect = function (this: Connection) {
    if (this.socket?.destroyed === true) this.socket = undefined;
    return disconnect.call(this);
  };
};

interface Decoder {
  /** The whole answer to a fetch. */
  readonly buffer: Buffer;
  offset: number;
  readInt32(): number;
  canReadBytes(count: number): boolean;
  readBytes(count: number): Buffer;
}
type DecodeMessages = (decoder: Decoder) => Promise<readonly RawRecord[]>;

/**
 * kafkajs ends the consumer on a batch that it cannot decompress, folds a record's headers in time that grows with the
 * square of their number, and spreads a batch's records over the stack, which more than 100,000 small ones overflow. Its
 * reader of record sets is replaced before anything loads it.
 */
const readRecordsSafely = (): void => {
  const path = require.resolve("kafkajs/src/protocol/requests/fetch/v4/decodeMessages");
  const original = require(path) as DecodeMessages;
  const rooms = new WeakMap<Buffer, BatchRoom>();
  const roomOf = (answer: Buffer): BatchRoom => {
    const known = rooms.get(answer) ?? new BatchRoom();
    rooms.set(answer, known);
    return known;
  };
  const replacement: DecodeMessages = async (decoder) => {
    const { offset } = decoder;
    const size = decoder.readInt32();
    if (size <= 0 || !decoder.canReadBytes(size)) return [];
    const set = decoder.readBytes(size);
    if (set.length > 16 && set.readInt8(16) === 2) return readRecordSet(set, roomOf(decoder.buffer));
    decoder.offset = offset;
    return original(decoder);
  };
  require.cache[path]!.exports = replacement;
};

/** kafkajs measures and copies each header twice, and knows none that repeats between others or has no value. */
const writeRecordsOnce = (): void => {
  const path = require.resolve("kafkajs/src/protocol/recordBatch/record/v0/index");
  require(path);
  require.cache[path]!.exports = encodeRecord;
};

/** kafkajs writes each partition of a fetch into half a KiB of its own, and copies it twice. */
const writeFetchesOnce = (): void => {
  const path = require.resolve("kafkajs/src/protocol/requests/fetch/v11/request");
  const original = require(path) as (request: FetchRequest) => object;
  const Encoder = require("kafkajs/src/protocol/encoder") as new (
    size: number,
  ) => {
    writeBuffer(bytes: Buffer): unknown;
  };
  require.cache[path]!.exports = (request: FetchRequest) => ({
    ...original(request),
    encode: async () => {
      const bytes = encodeFetch(request);
      return new Encoder(bytes.length).writeBuffer(bytes);
    },
  });
};

/** kafkajs makes a batch of each partition of an answer, though most say nothing where few texts come. */
const readLoudPartitions = (): void => {
  const path = require.resolve("kafkajs/src/protocol/requests/fetch/v11/response");
  const original = require(path) as object;
  const records = require("kafkajs/src/protocol/requests/fetch/v4/decodeMessages") as ReadRecords;
  const Decoder = require("kafkajs/src/protocol/decoder") as new (bytes: Buffer) => AnswerDecoder;
  const decode = (bytes: Buffer) => decodeFetch(new Decoder(bytes), records);
  require.cache[path]!.exports = { ...original, decode };
};

/** kafkajs sums a batch up byte by byte. */
const sumUpFaster = (): void => {
  const path = require.resolve("kafkajs/src/protocol/recordBatch/crc32C/index");
  require(path);
  require.cache[path]!.exports = crc32c;
};

let applied = false;

/** Everything that kafkajs 2.2.4 must be taught before its first use; later calls do nothing. */
export const patchKafkajs = (): void => {
  if (applied) return;
  assertVersion((require("kafkajs/package.json") as { version: string }).version);
  registerCodecs();
  stopIdleSpin();
  closeSocketsOnce();
  readRecordsSafely();
  writeRecordsOnce();
  sumUpFaster();
  writeFetchesOnce();
  readLoudPartitions();
  applied = true;
};
