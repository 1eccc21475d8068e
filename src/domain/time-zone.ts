import { boundedMemo } from "./bounded-memo.js";

/** In UTF-16 units; no zone has as long a name. */
const longest = 100;

/** The IANA zone that a name means, in the platform's own spelling (`Asia/Calcutta` is `Asia/Kolkata`'s); undefined: none. */
export const timeZone = boundedMemo(1_000, (name): string | undefined => {
  if (name.length > longest) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
});

export const isTimeZone = (name: string): boolean => timeZone(name) !== undefined;
