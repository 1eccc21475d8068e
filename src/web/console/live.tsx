import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { follow, type Link } from "./follow.js";

/** Counts of running, waiting and failed texts at one instant, as the service tells them. */
export interface Figures {
  /** Unix milliseconds. */
  readonly at: number;
  /** Counts of two processes make no rate. */
  readonly process: string;
  readonly sent: number;
  readonly failed: number;
  readonly inFlight: number;
  readonly parked: number;
  readonly inDoubt: number;
  readonly deadLetters: number;
  /** Seconds, by lane. */
  readonly oldest: Readonly<Record<string, number>>;
  readonly breakers: readonly string[];
  readonly troubles: readonly string[];
  readonly warnings: readonly string[];
}

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
