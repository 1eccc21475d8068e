import { randomUUID } from "node:crypto";

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Seven digits, as people write numbers too: 987-654-3210. */
const numberLike = /\d(?:[._-]?\d){6}/;

/**
 * The caller's own id of its request where it is a plain word, else a new one. The id is answered and logged, so one
 * that may be a phone number is replaced.
 */
export const requestIdOf = (given: string | string[] | undefined): string => {
  if (typeof given !== "string") return randomUUID();
  return uuid.test(given) || (/^[\w.-]{1,64}$/.test(given) && !numberLike.test(given)) ? given : randomUUID();
};
