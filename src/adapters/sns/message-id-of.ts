const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** XML 1.0 §4.1 and §4.6: the references that need no declaration. */
const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/giu, (whole, hex, decimal, name) => {
    const point = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined;
    if (point !== undefined) return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
    return entities[name] ?? whole;
  });

/** The id in SNS' answer to a Publish; undefined where the answer is not whole or has none. */
export const messageIdOf = (body: string): string | undefined => {
  if (!/<\/(?:\w+:)?PublishResponse\s*>\s*$/u.test(body)) return undefined;
  const id = /<(?:\w+:)?MessageId(?:\s[^>]*)?>([^<]+)<\/(?:\w+:)?MessageId\s*>/u.exec(body)?.[1];
  return id === undefined ? undefined : unescaped(id).trim();
};
