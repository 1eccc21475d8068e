import { createHash } from "node:crypto";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
const uuidBytes = 16;
/** Redis keeps a hash packed while no field is longer than 64 bytes (hash-max-listpack-value). */
const longest = 60;

/**
 * A short form of an id: a UUID is 16 bytes, other text is kept as it is, and long text is hashed. No two ids share a
 * form.
 */
export const idBytes = (id: string): Buffer => {
  if (uuid.test(id)) return Buffer.from(id.replaceAll("-", ""), "hex");
  const bytes = Buffer.from(id);
  // A first byte that no id contains keeps hashes apart from the others.
  if (bytes.length > longest) return Buffer.concat([Buffer.from([1]), createHash("sha256").update(bytes).digest()]);
  return bytes.length === uuidBytes ? Buffer.concat([bytes, Buffer.from([0])]) : bytes;
};

/**
 * A message's id packed into a value with its end marked: `0` and a UUID's bytes, or the text's length and the text.
 */
export const packedId = (id: string): Buffer => {
  if (uuid.test(id)) return Buffer.concat([Buffer.from([0]), idBytes(id)]);
  const bytes = Buffer.from(id).subarray(0, 255);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
};

export const unpackedId = (value: Buffer): { readonly id: string; readonly end: number } => {
  const length = value[0] ?? 0;
  if (length !== 0) return { id: value.toString("utf8", 1, 1 + length), end: 1 + length };
  const end = 1 + uuidBytes;
  const hex = value.toString("hex", 1, end);
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-"), end };
};
