interface Fields {
  readonly first?: bigint;
  readonly count?: number;
  readonly attributes?: number;
  readonly lastDelta?: number;
}

/** A record batch (Kafka protocol, format v2) around records that are already written, or around what is none. */
export const batchOf = (records: readonly Buffer[], fields: Fields): Buffer => {
  const { first = 0n, count = records.length, attributes = 0, lastDelta = Math.max(0, count - 1) } = fields;
  const body = Buffer.concat(records);
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(first, 0);
  head.writeInt32BE(49 + body.length, 8);
  head.writeInt8(2, 16);
  head.writeInt16BE(attributes, 21);
  head.writeInt32BE(lastDelta, 23);
  head.writeBigInt64BE(1_699_999_999_000n, 27);
  head.writeBigInt64BE(1_700_000_000_000n, 35);
  head.writeBigInt64BE(77n, 43);
  head.writeInt32BE(count, 57);
  return Buffer.concat([head, body]);
};
