import { createHmac } from "node:crypto";
import { parse, v5 } from "uuid";
import type { Hashes } from "../../application/ports/hashes.js";

/** UUIDv5 of `sms-service` in the URL namespace: the root of every id made here; as bytes, read once. */
const namespace = parse(v5("sms-service", v5.URL));

const length = 22;

/** `key`: the bytes of `SMS_HASH_KEY`. */
export const createHashes = (key: Buffer): Hashes => ({
  uuid: (name) => v5(name, namespace),
  keyed: (value) => createHmac("sha256", key).update(value).digest("base64url").slice(0, length),
});
