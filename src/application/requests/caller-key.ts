import type { Hashes } from "../ports/hashes.js";

/**
 * A caller's Idempotency-Key made the caller's own. Keyed, since it travels in an event and callers put anything into their
 * keys, a number too.
 */
export const callerKey = (hashes: Hashes, caller: string, key: string): string => hashes.keyed(`${caller}\n${key}`);
