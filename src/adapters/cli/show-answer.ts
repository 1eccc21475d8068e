import { refused, type ServiceAnswer, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

type Body = ServiceAnswer["body"];

export const isRefusal = ({ status }: ServiceAnswer): boolean => status >= 300;

/** An answer in words, with --json as it came; a refusal as one. */
export const showAnswer = (
  terminal: Terminal,
  answer: ServiceAnswer,
  json: boolean | undefined,
  words: (body: Body) => string,
): ExitCode => {
  if (isRefusal(answer)) return refused(terminal, answer, json === true);
  terminal.output.write(`${json === true ? JSON.stringify(answer.body) : words(answer.body)}\n`);
  return 0;
};

/** A list as answers hold it. */
interface Listing<Item> {
  /** The field of the answer in which the items stand. */
  readonly of: string;
  readonly line: (item: Item) => string;
  /** The sentence to a person whose list is empty. */
  readonly none: string;
}

const showItems = <Item>(
  { output }: Terminal,
  { body }: ServiceAnswer,
  json: boolean | undefined,
  { line, of }: Listing<Item>,
): number => {
  const items = body[of] as readonly Item[];
  for (const item of items) output.write(`${json === true ? JSON.stringify(item) : line(item)}\n`);
  return items.length;
};

/** One page of a list, a line each, with the cursor of the next. */
export const showPage = <Item>(
  terminal: Terminal,
  answer: ServiceAnswer,
  json: boolean | undefined,
  listing: Listing<Item>,
): ExitCode => {
  if (isRefusal(answer)) return refused(terminal, answer, json === true);
  const count = showItems(terminal, answer, json, listing);
  const { next } = answer.body;
  if (next !== undefined) terminal.errors.write(`more: --cursor ${next}\n`);
  else if (count === 0 && json !== true) terminal.errors.write(`${listing.none}\n`);
  return 0;
};

/** The answers of a list, page after page; one that refuses is the last. */
export const pages = async function* (
  ask: (cursor: string | undefined) => Promise<ServiceAnswer>,
): AsyncGenerator<ServiceAnswer> {
  let cursor: string | undefined;
  do {
    const answer = await ask(cursor);
    yield answer;
    cursor = answer.body["next"] as string | undefined;
  } while (cursor !== undefined);
};

/** Every page of a list, a line each. */
export const showPages = async <Item>(
  terminal: Terminal,
  ask: (cursor: string | undefined) => Promise<ServiceAnswer>,
  json: boolean | undefined,
  listing: Listing<Item>,
): Promise<ExitCode> => {
  let count = 0;
  for await (const answer of pages(ask)) {
    if (isRefusal(answer)) return refused(terminal, answer, json === true);
    count += showItems(terminal, answer, json, listing);
  }
  if (count === 0 && json !== true) terminal.errors.write(`${listing.none}\n`);
  return 0;
};

/** The path of a list from a cursor on. */
export const pageOf = (path: string, cursor: string | undefined): string =>
  cursor === undefined ? path : `${path}?cursor=${encodeURIComponent(cursor)}`;

/** The option of a list that comes in pages. */
export const cursorOption = ["--cursor <cursor>", "the next page, as the page before said it"] as const;

/** The action of a list: asks for the page of `path` at the cursor, and shows it. */
export const listed =
  <Item>(call: ServiceClient, terminal: Terminal, path: string, listing: Listing<Item>) =>
  async ({ cursor, json }: { readonly cursor?: string; readonly json?: boolean }): Promise<ExitCode> =>
    showPage(terminal, await call("GET", pageOf(path, cursor)), json, listing);
