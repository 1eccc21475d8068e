import { capWindows, type RecipientCap } from "./recipient-caps.js";

/** A text to the number: when it went, or will. */
export interface RecipientText {
  /** Epoch ms: when it may go, and once it went, when it did. */
  readonly at: number;
  /** null, like that of the template: no cap counted it when it was placed. */
  readonly class: string | null;
  readonly template: string | null;
}

/** The record of one number. */
export interface RecipientRecord {
  readonly texts: ReadonlyMap<string, RecipientText>;
  /** The instant from which the next text may go. */
  readonly next: number;
  /** The last text that was let go, and when: later than its place where something held it up. */
  readonly went?: { readonly id: string; readonly at: number } | undefined;
}

export interface RecipientAsk {
  readonly messageId: string;
  readonly class: string;
  readonly template: string | null;
  readonly caps: readonly RecipientCap[];
  /** Between this text and the next one; 0: it neither waits nor makes others wait. */
  readonly spacingMs: number;
  /** Texts older than that count towards no cap of anybody: see `horizonMs`. */
  readonly horizonMs: number;
}

export type RecipientAnswer =
  /** The text has its place: go at once, or after this many ms. `counts`: texts towards each cap, itself included. */
  | { readonly kind: "taken"; readonly waitMs: number; readonly counts: readonly number[] }
  /** The number has had as many as the cap allows; nothing was taken. `freeAt`: epoch ms. */
  | { readonly kind: "capped"; readonly cap: RecipientCap; readonly count: number; readonly freeAt: number };

/** A text that counts towards no cap is kept for its place alone: a number that gets one a second has no long record. */
const placeMs = capWindows.minute;

/** The texts that have a place still, or may count. */
const remembered = (texts: RecipientRecord["texts"], horizonMs: number, now: number): RecipientRecord["texts"] =>
  new Map(
    [...texts].filter(
      ([, { at, class: of, template }]) => at > now - (of === null && template === null ? placeMs : horizonMs),
    ),
  );

const instantsOf = (texts: Iterable<RecipientText>, cap: RecipientCap, now: number): readonly number[] =>
  [...texts]
    .filter((text) => text[cap.of] === cap.name && text.at > now - capWindows[cap.window])
    .map(({ at }) => at)
    .sort((one, other) => one - other);

/** Counts the texts towards each cap. */
export const recipientCounts = ({ texts }: RecipientRecord, caps: readonly RecipientCap[], now: number) =>
  caps.map((cap) => instantsOf(texts.values(), cap, now).length);

/**
 * Gives a text its place behind the others to the number, unless a cap refuses it. The same text again keeps its place;
 * where the text before it went late, it waits a whole spacing after that one. A text that missed its place by a
 * spacing, with another before it, gets a new place behind all others; else many texts that were held up together would
 * all ask again after each one that goes. Caps count a text from when it goes, which may be long after its place came; a
 * place that left a cap's window holds nothing there. Redis runs the same rule: adapters/redis/rate/recipient.lua.
 */
export const takeRecipient = (
  before: RecipientRecord,
  ask: RecipientAsk,
  now: number,
): { readonly record: RecipientRecord; readonly answer: RecipientAnswer } => {
  const record = { ...before, texts: remembered(before.texts, ask.horizonMs, now) };
  const counted = (of: RecipientCap["of"]) => (ask.caps.some((cap) => cap.of === of) ? ask[of] : null);
  const placed = (of: RecipientRecord, at: number): ReturnType<typeof takeRecipient> => {
    const { messageId, spacingMs } = ask;
    const texts = new Map([...of.texts, [messageId, { at, class: counted("class"), template: counted("template") }]]);
    return taken({ ...of, texts, next: spacingMs === 0 ? of.next : at + spacingMs }, at);
  };
  const taken = (of: RecipientRecord, at: number) => {
    const { messageId: id, spacingMs } = ask;
    const behind = spacingMs > 0 && of.went !== undefined && of.went.id !== id ? of.went.at + spacingMs : at;
    if (behind > now && now - at >= spacingMs) return placed(of, Math.max(of.next, behind));
    const waitMs = Math.max(0, at - now, behind - now);
    const going = (): RecipientRecord => ({
      ...of,
      texts: at === now ? of.texts : new Map([...of.texts, [id, { ...of.texts.get(id)!, at: now }]]),
      ...(spacingMs > 0 ? { went: { id, at: now } } : {}),
    });
    const after = waitMs === 0 ? going() : of;
    return { record: after, answer: { kind: "taken", waitMs, counts: recipientCounts(after, ask.caps, now) } as const };
  };
  const mine = record.texts.get(ask.messageId);
  for (const cap of ask.caps) {
    if (mine !== undefined && mine.at > now - capWindows[cap.window]) continue;
    const instants = instantsOf(record.texts.values(), cap, now);
    if (instants.length < cap.most) continue;
    const freeAt = instants[instants.length - cap.most]! + capWindows[cap.window];
    return { record, answer: { kind: "capped", cap, count: instants.length, freeAt } };
  }
  return mine === undefined
    ? placed(record, ask.spacingMs === 0 ? now : Math.max(now, record.next))
    : taken(record, mine.at);
};
