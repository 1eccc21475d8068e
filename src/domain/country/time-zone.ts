const known = new Map<string, string | undefined>();
const most = 1_000;
/** In UTF-16 units; no zone has as long a name, and a longer text must not be kept. */
const longest = 100;

/** The IANA zone that a name means, in the platform's own spelling (`Asia/Calcutta` is `Asia/Kolkata`'s); undefined: none. */
export const timeZone = (name: string): string | undefined => {
  if (name.length > longest) return undefined;
  if (known.has(name)) return known.get(name);
  let zone: string | undefined;
  try {
    zone = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // An unknown name is none.
  }
  if (known.size >= most) known.clear();
  known.set(name, zone);
  return zone;
};
