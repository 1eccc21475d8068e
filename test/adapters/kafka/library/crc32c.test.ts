import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32c } from "../../../../src/adapters/kafka/library/crc32c.js";

const byByte = createRequire(import.meta.url)("kafkajs/src/protocol/recordBatch/crc32C/crc32C") as (
  bytes: Uint8Array,
) => number;

test.each([
  // RFC 3720 Appendix B.4, its bytes in the order of the wire.
  ["32 zeros", Buffer.alloc(32), 0x8a9136aa],
  ["32 ones", Buffer.alloc(32, 0xff), 0x62a8ab43],
  ["32 that rise", Buffer.from(Array.from({ length: 32 }, (_, n) => n)), 0x46dd794e],
  ["nothing", Buffer.alloc(0), 0],
])("%s", (_, bytes, sum) => expect(crc32c(bytes)).toBe(sum));

test("is what kafkajs reckons byte by byte, whatever the bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(7), (bytes, from) => {
      expect(crc32c(bytes.subarray(from))).toBe(byByte(bytes.subarray(from)));
    }),
    { numRuns: 1_000 },
  );
});
