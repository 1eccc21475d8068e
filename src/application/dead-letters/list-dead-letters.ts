import { letterPlace } from "./dead-letter.js";
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

/** True behind the letter of an id, which may have been replayed or discarded since, or be gone from the topic. */
const isBehind = ({ at, id }: MarkedLetter, after: string): boolean => {
  const place = letterPlace(after)?.at ?? Number.POSITIVE_INFINITY;
  return at.getTime() < place || (at.getTime() === place && id < after);
};

export const createListDeadLetters =
  (needs: ScanNeeds): ListDeadLetters =>
  async (filter, after, limit) => {
    const { letters, older } = await scanLetters(needs, filter);
    const behind = after === undefined ? letters : letters.filter((letter) => isBehind(letter, after));
    const page = behind.slice(0, limit);
    const next = limit < behind.length ? page.at(-1)?.id : undefined;
    return { groups: grouped(letters), letters: page, older, next };
  };
