/** RFC 3720 Appendix B.4: Castagnoli's polynomial, its bits in reverse. */
const polynomial = 0x82f63b78;

/** Tables for eight bytes at a time: the n-th tells what a byte does that n others follow. */
const tables: readonly Int32Array[] = (() => {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    return crc;
  });
  const all = [first];
  for (let n = 1; n < 8; n += 1) {
    const before = all[n - 1]!;
    all.push(Int32Array.from(before, (crc) => first[crc & 0xff]! ^ (crc >>> 8)));
  }
  return all;
})();
const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
];

/**
 * CRC-32C as Kafka's batches carry it, eight bytes at a time; kafkajs's own takes one at a time, and several times as
 * long.
 */
export const crc32c = (bytes: Uint8Array): number => {
  let crc = -1;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t7[crc & 0xff]! ^
      t6[(crc >>> 8) & 0xff]! ^
      t5[(crc >>> 16) & 0xff]! ^
      t4[crc >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at += 1) crc = t0[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
};
