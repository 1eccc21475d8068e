import { createHmac, createSecretKey, hash } from "node:crypto";
import type { Hashes } from "../../application/ports/hashes.js";

/** UUIDv5 of `sms-service` in the URL namespace: the root of every id made here. */
const namespace = Buffer.from("5aa99c51edcb5412adbc10ed2b21e2b1", "hex");

const length = 22;

/** A name of so many UTF-16 units, each of at most three bytes, fits into the room that is kept. */
const longestKept = 1_024;
const room = Buffer.alloc(namespace.length + 3 * longestKept);
room.set(namespace);

const roomFor = (name: string): Buffer =>
  name.length <= longestKept ? room : Buffer.concat([namespace, Buffer.alloc(3 * name.length)]);

/** RFC 9562 §5.5, without an array or a hash object for each id. */
const uuid = (name: string): string => {
  const bytes = roomFor(name);
  const end = namespace.length + bytes.write(name, namespace.length);
  const hex = hash("sha1", bytes.subarray(0, end), "hex");
  const variant = "89ab"[Number.parseInt(hex[16]!, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** A number is asked for several times while its text is in work; what is longer is no number. */
const longestNumber = 16;
const mostKnown = 8_192;

/** `key`: the bytes of `SMS_HASH_KEY`. */
export const createHashes = (key: Buffer): Hashes => {
  const secret = createSecretKey(key);
  const known = new Map<string, string>();
  const made = (value: string): string =>
    createHmac("sha256", secret).update(value).digest("base64url").slice(0, length);
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
