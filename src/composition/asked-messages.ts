import type { AskedMessages } from "../adapters/cli/publish.js";
import { createHashes } from "../adapters/system/hashes.js";
import { createReadEvent } from "../application/intake/read-event.js";
import { routes } from "../application/notifications/routes.js";

/** No id depends on it. */
const anyCountry = "IN";

/** Far above the age of an event that is published now. */
const yearMs = 365 * 24 * 3_600_000;

/**
 * Reads an event as the service will, for the ids of its messages: an id comes from the event's identity alone, so that
 * neither settings nor secrets are needed.
 */
export const askedMessages = (
  topic: string,
  value: Buffer,
  headers: Readonly<Record<string, string>>,
): AskedMessages => {
  const readEvent = createReadEvent({
    facts: () => ({ defaultCountry: anyCountry, templates: new Map() }),
    hashes: createHashes(Buffer.alloc(0)),
    journalTtlMs: yearMs,
    ...routes,
  });
  const now = new Date();
  const ofRecord = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]));
  const read = (from: string): AskedMessages => {
    const record = { topic: from, partition: 0, offset: 0n, timestamp: now, key: null, value, headers: ofRecord };
    const event = readEvent(record, now);
    if (event.kind === "messages") return { ids: event.messages.map(({ id }) => id) };
    if (event.kind === "moved") return read(event.topic);
    if (event.kind === "told") return { ids: [] };
    if (event.kind === "dead") return { fault: event.detail };
    return { fault: "faults" in event ? event.faults : "it cannot be read" };
  };
  return read(topic);
};
