import type { SpentWord } from "./spent-word.js";

const hourMs = 3_600_000;
const holdMs = 900_000;

/**
 * The word of a receipt from `at` that the account is blocked until it was reviewed; undefined where it is too old to stop
 * anything. Nobody tells when a review is over, so the word holds for a quarter of an hour, and then a text finds out.
 */
export const blockedWordOf = (at: number, now: number): SpentWord | undefined =>
  now - at > hourMs ? undefined : { at, limit: null, until: now + holdMs };
