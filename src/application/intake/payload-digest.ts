import type { Hashes } from "../ports/hashes.js";

/** JSON whose keys stand in order, so that the order in which a producer writes them says nothing. */
const canonical = (value: unknown): string => {
  if (typeof value !== "object" || value === null || value instanceof Date) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  let text = "";
  for (const name of Object.keys(fields).sort()) {
    const held = fields[name];
    if (held === undefined || held === null) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${canonical(held)}`;
  }
  return `{${text}}`;
};

/**
 * Tells two payloads of one identity apart, without telling them: keyed, since a number is quickly guessed. It takes a
 * payload as its schema read it, so fields that nobody reads make no difference.
 */
export const payloadDigest = (hashes: Hashes, payload: unknown): string => hashes.keyed(canonical(payload));
