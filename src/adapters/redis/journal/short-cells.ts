import { codeOf, numberAt } from "./fields-form.js";

/** Begins a cell that is written shorter: an id, an instant, or the number of an earlier cell that says the same. */
const uuid = "\u001c";
const instant = "\u001d";
const earlier = "\u001e";
// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for those that mean something here.
const ours = /[\u001c-\u001f]/u;

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
const uuidLength = 36;
const instantLength = 24;
/** A shorter text is not worth the search. */
const leastNumbered = 8;
const mostNumbered = 90;

/** Every month has these days; `Date.parse` takes one that a month has not for one of the next month. */
const surelyInstant = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/u;

const shortInstant = (text: string): string => {
  const ms = text.endsWith("Z") ? Date.parse(text) : Number.NaN;
  const isInstant = surelyInstant.test(text) || (!Number.isNaN(ms) && new Date(ms).toISOString() === text);
  return isInstant ? instant + ms.toString(36) : text;
};

const shortUuid = (text: string): string =>
  uuidForm.test(text) ? uuid + Buffer.from(text.replaceAll("-", ""), "hex").toString("base64url") : text;

const shortened = (text: string, at: number, texts: readonly string[]): string => {
  if (text.length < leastNumbered) return text;
  const first = texts.indexOf(text);
  if (first < at && first < mostNumbered) return earlier + codeOf(first);
  if (text.length === instantLength) return shortInstant(text);
  return text.length === uuidLength ? shortUuid(text) : text;
};

/** Undefined where a text holds a character that means something here. */
export const shortCells = (texts: readonly string[]): readonly string[] | undefined =>
  texts.some((text) => ours.test(text)) ? undefined : texts.map(shortened);

const longUuid = (short: string): string => {
  const hex = Buffer.from(short, "base64url").toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

export const longCells = (cells: readonly string[]): readonly string[] => {
  const texts: string[] = [];
  for (const cell of cells) {
    if (cell.startsWith(earlier)) texts.push(texts[numberAt(cell, 1)]!);
    else if (cell.startsWith(instant)) texts.push(new Date(Number.parseInt(cell.slice(1), 36)).toISOString());
    else if (cell.startsWith(uuid)) texts.push(longUuid(cell.slice(1)));
    else texts.push(cell);
  }
  return texts;
};
