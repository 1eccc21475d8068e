const span = 8_999_999;
const digits = (n: number): string => String(1_000_000 + (n % span));

/** Another number for each n, of a country without promotional hours: those of a backlog. */
export const plainNumber = (n: number): string => `+44750${digits(n)}`;

/** A number that says when it was made, for at most one text a millisecond. */
export const stampedNumber = (nowMs: number): string => `+44740${digits(nowMs)}`;

/** Milliseconds since the stamped number in a Publish was made; undefined where there is none. */
export const stampAge = (request: string, nowMs: number): number | undefined => {
  const found = /PhoneNumber=%2B44740(\d{7})/.exec(request)?.[1];
  if (found === undefined) return undefined;
  return ((nowMs % span) - (Number(found) - 1_000_000) + span) % span;
};
