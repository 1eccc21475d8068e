import { hash } from "node:crypto";
import type { Hashes } from "../../application/ports/hashes.js";

/** UUIDv5 of `sms-service` in the URL namespace: the root of every id made here. */
const namespace = Buffer.from("5aa99c51edcb5412adbc10ed2b21e2b1", "hex");

const length = 22;

/** A name of so many UTF-16 units, each of at most three bytes, fits into the room that is kept. */
const longestKept = 1_024;

/** Answers the bytes of a head with a name behind it; without an array for each name that is not very long. */
const behind = (head: Buffer) => {
  const room = Buffer.concat([head, Buffer.alloc(3 * longestKept)]);
  return (name: string): Buffer =>
    name.length <= longestKept
      ? room.subarray(0, head.length + room.write(name, head.length))
      : Buffer.concat([head, Buffer.from(name)]);
};

const named = behind(namespace);

/** RFC 9562 §5.5. */
const uuid = (name: string): string => {
  const hex = hash("sha1", named(name), "hex");
  const variant = "89ab"[Number.parseInt(hex[16]!, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** A number is asked for several times while its text is in work; what is longer is no number. */
const longestNumber = 16;
const mostKnown = 8_192;

/** Bytes of a block of SHA-256 (FIPS 180-4 §1). */
const blockBytes = 64;

/** HMAC-SHA-256 (RFC 2104 §2) by plain hashes: an object of OpenSSL for each value costs more than both of them. */
const createMac = (key: Buffer) => {
  const padded = (pad: number): Buffer => {
    const block = Buffer.alloc(blockBytes, pad);
    for (const [at, byte] of (key.length > blockBytes ? hash("sha256", key, "buffer") : key).entries())
      block[at] = byte ^ pad;
    return block;
  };
  const inner = behind(padded(0x36));
  const outer = Buffer.concat([padded(0x5c), Buffer.alloc(32)]);
  return (value: string): string => {
    outer.write(hash("sha256", inner(value), "binary"), blockBytes, "binary");
    return hash("sha256", outer, "base64url");
  };
};

/** `key`: the bytes of `SMS_HASH_KEY`. */
export const createHashes = (key: Buffer): Hashes => {
  const mac = createMac(key);
  const known = new Map<string, string>();
  const made = (value: string): string => mac(value).slice(0, length);
  return {
    uuid,
    keyed: (value) => {
      if (value.length > longestNumber) return made(value);
      const found = known.get(value);
      if (found !== undefined) return found;
      if (known.size >= mostKnown) known.clear();
      const fresh = made(value);
      known.set(value, fresh);
      return fresh;
    },
  };
};
