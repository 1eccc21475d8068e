import type { Hashes } from "../ports/hashes.js";

/** JSON whose keys stand in order, so that the order in which a producer writes them says nothing. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null || value instanceof Date) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, held]) => held !== undefined && held !== null);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`).join(",")}}`;
};

/**
 * Tells two payloads of one identity apart, without telling them: keyed, since a number is quickly guessed. It takes a
 * payload as its schema read it, so fields that nobody reads make no difference.
 */
export const payloadDigest = (hashes: Hashes, payload: unknown): string => hashes.keyed(canonical(payload));
