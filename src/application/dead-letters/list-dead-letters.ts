import { type LetterFilter, type MarkedLetter, type ScanNeeds, scanLetters } from "./scan-letters.js";

/** Letters of one cause and one original topic. */
export interface LetterGroup {
  readonly cause: string;
  readonly topic: string;
  readonly count: number;
  readonly oldest: Date;
  readonly newest: Date;
}

export interface ListedLetters {
  /** The largest first, over all pages. */
  readonly groups: readonly LetterGroup[];
  /** The newest first. */
  readonly letters: readonly MarkedLetter[];
  /** The number of older letters that were not looked at. */
  readonly older: number;
  /** The last letter of this page, where another page follows. */
  readonly next: string | undefined;
}

/** `after`: the `next` of an earlier page. */
export type ListDeadLetters = (
  filter: LetterFilter,
  after: string | undefined,
  limit: number,
) => Promise<ListedLetters>;

const grouped = (letters: readonly MarkedLetter[]): readonly LetterGroup[] => {
  const groups = new Map<string, LetterGroup>();
  for (const { at, cause, topic } of letters) {
    const key = `${cause}\n${topic}`;
    const known = groups.get(key);
    // The newest comes first.
    groups.set(key, { cause, topic, count: (known?.count ?? 0) + 1, oldest: at, newest: known?.newest ?? at });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
};

export const createListDeadLetters =
  (needs: ScanNeeds): ListDeadLetters =>
  async (filter, after, limit) => {
    const { letters, older } = await scanLetters(needs, filter);
    const from = after === undefined ? 0 : letters.findIndex(({ id }) => id === after) + 1;
    const page = letters.slice(from, from + limit);
    const next = from + limit < letters.length ? page.at(-1)?.id : undefined;
    return { groups: grouped(letters), letters: page, older, next };
  };
