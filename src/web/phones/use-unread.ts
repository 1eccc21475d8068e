import { useEffect, useRef, useState } from "preact/hooks";
import type { InboxState } from "./inbox.js";
import type { Letter } from "./letter.js";

const textsOf = (letters: readonly Letter[]): number => letters.filter(({ kind }) => kind !== "reply").length;

/** Texts that came since the page was opened, by phone; a phone that somebody looks at has none. The title tells how many. */
export const useUnread = ({ phones, link }: InboxState, current: string | undefined): ReadonlyMap<string, number> => {
  const read = useRef<Map<string, number> | undefined>(undefined);
  const [, look] = useState(0);
  useEffect(() => {
    const seen = () => look((turn) => turn + 1);
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, []);
  const isFirst = read.current === undefined && link !== "loading";
  if (isFirst) read.current = new Map();
  const unread = new Map<string, number>();
  for (const { number, letters } of phones) {
    const texts = textsOf(letters);
    const isSeen = isFirst || (number === current && !document.hidden);
    // Those that were deleted are not waited for.
    const known = isSeen ? texts : Math.min(read.current?.get(number) ?? 0, texts);
    read.current?.set(number, known);
    if (texts > known && read.current !== undefined) unread.set(number, texts - known);
  }
  const count = [...unread.values()].reduce((sum, own) => sum + own, 0);
  useEffect(() => {
    document.title = count === 0 ? "Phones" : `(${count}) Phones`;
  }, [count]);
  return unread;
};
