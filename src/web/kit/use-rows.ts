import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { slotsOf } from "./slots.js";

/** The sight moves in steps: not each pixel draws the list anew. */
const stepPx = 400;

interface Sight {
  readonly top: number;
  readonly bottom: number;
  /** The row that has the focus keeps it, wherever one scrolls. */
  readonly held: string | undefined;
}

const rowSelector = "[data-row]";

const sightOf = (list: HTMLElement): Sight => {
  const { top } = list.getBoundingClientRect();
  const { activeElement } = document;
  return {
    top: Math.floor((-top - innerHeight) / stepPx) * stepPx,
    bottom: Math.ceil((2 * innerHeight - top) / stepPx) * stepPx,
    held: list.contains(activeElement) ? activeElement?.closest<HTMLElement>(rowSelector)?.dataset["row"] : undefined,
  };
};

/**
 * The rows of a long list that are in the document: those in sight, a window's height around them, the one with the focus
 * and the `pinned` one. `list` goes to the list, `rowOf(index)` to each row; `look` draws at once what a jump brought into
 * sight. Rows that were never drawn are taken to be `guessPx` high; the browser keeps in place what one looks at.
 */
export const useRows = (keys: readonly string[], pinned: string | undefined, guessPx: number) => {
  const list = useRef<HTMLOListElement>(null);
  const heights = useRef(new Map<string, number>());
  const [sight, show] = useState<Sight>({ top: 0, bottom: 2 * innerHeight, held: undefined });
  const look = () => {
    if (list.current === null || list.current.getClientRects().length === 0) return;
    const now = sightOf(list.current);
    show((was) => (was.top === now.top && was.bottom === now.bottom && was.held === now.held ? was : now));
  };
  useLayoutEffect(() => {
    for (const row of list.current?.querySelectorAll<HTMLElement>(rowSelector) ?? []) {
      const { height } = row.getBoundingClientRect();
      // A list that is not shown has no heights.
      if (height > 0) heights.current.set(row.dataset["row"]!, height);
    }
    look();
  });
  useEffect(() => {
    const reflow = () => {
      heights.current.clear();
      look();
    };
    // The page scrolls, or the pane that the list stands in.
    document.addEventListener("scroll", look, { capture: true, passive: true });
    addEventListener("resize", reflow);
    return () => {
      document.removeEventListener("scroll", look, { capture: true });
      removeEventListener("resize", reflow);
    };
  }, []);
  const held = sight.held === undefined ? -1 : keys.indexOf(sight.held);
  // Tab goes from the row that has the focus to its neighbours.
  const kept = new Set([
    ...(held < 0 ? [] : [held - 1, held, held + 1]),
    pinned === undefined ? -1 : keys.indexOf(pinned),
  ]);
  const slots = slotsOf(
    keys.map((key) => heights.current.get(key) ?? guessPx),
    sight,
    kept,
  );
  /** A screen reader is told the whole. */
  const rowOf = (index: number) => ({
    "data-row": keys[index],
    "aria-setsize": keys.length,
    "aria-posinset": index + 1,
  });
  return { list, slots, rowOf, look };
};
