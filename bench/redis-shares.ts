/** Of keys of which there are many, one of so many is weighed. */
const sampled = 25;
const fewKeys = 1_000;

/** A key without what differs between texts: `r:<id>`, `settled:<n>:a`. */
const kindOf = (key: string): string =>
  key
    .slice(key.indexOf("}:") + 2)
    .replace(/[\da-f]{8}-[\da-f-]{27}/gu, "<id>")
    .replace(/\d+/gu, "<n>");

/** The bytes that Redis keeps by kind of key, the heaviest first. */
export const redisShares = async (
  scan: () => AsyncIterable<readonly string[]>,
  usage: (key: string) => Promise<number | null>,
): Promise<readonly (readonly [kind: string, bytes: number])[]> => {
  const kinds = new Map<string, { keys: number; weighed: number; bytes: number }>();
  for await (const keys of scan()) {
    const asked = keys.map(async (key) => {
      const kind = kindOf(key);
      const one = kinds.get(kind) ?? { keys: 0, weighed: 0, bytes: 0 };
      kinds.set(kind, one);
      one.keys += 1;
      if (one.keys > fewKeys && one.keys % sampled > 0) return;
      one.weighed += 1;
      const bytes = (await usage(key)) ?? 0;
      one.bytes += Number(bytes);
    });
    await Promise.all(asked);
  }
  return [...kinds]
    .map(([kind, { bytes, keys, weighed }]) => [kind, (bytes / weighed) * keys] as const)
    .sort(([, one], [, other]) => other - one);
};
