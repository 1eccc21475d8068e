import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Figures } from "./answers.js";
import { follow, type Link } from "./follow.js";

interface Live {
  readonly link: Link;
  /** Oldest first. */
  readonly looks: readonly Figures[];
  /** Another one whenever something came to an end, began to wait or was mended: lists are asked for again then. */
  readonly beat: string;
}

/** Ten minutes. */
const mostKept = 300;
const nothing: Live = { link: "connecting", looks: [], beat: "" };
const LiveContext = createContext<Live>(nothing);

const beatOf = ({ process, sent, failed, parked, inDoubt, deadLetters }: Figures): string =>
  [process, sent, failed, parked, inDoubt, deadLetters].join(" ");

/** One stream for the whole console, for as long as somebody is signed in. */
export const LiveFigures = ({ children }: { readonly children: ComponentChildren }) => {
  const [live, show] = useState(nothing);
  useEffect(
    () =>
      follow("live", {
        link: (link) => show((last) => ({ ...last, link })),
        event: (_name, data) => {
          const figures = data as Figures;
          show(({ link, looks }) => ({ link, looks: [...looks, figures].slice(-mostKept), beat: beatOf(figures) }));
        },
      }),
    [],
  );
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
};

export const useLive = (): Live => useContext(LiveContext);
