import { useLayoutEffect, useRef } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { Icon } from "../kit/icon.js";
import { Rows } from "../kit/rows.js";
import { useRows } from "../kit/use-rows.js";
import { Bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import type { Letter } from "./letter.js";
import { matching } from "./matching.js";
import { goTo, type Route } from "./route.js";
import { simulatorCall } from "./simulator-call.js";
import { useTold } from "./use-told.js";

interface ThreadProps {
  readonly phone: string;
  readonly letters: readonly Letter[];
  readonly optedOut: boolean;
  readonly service: boolean;
  readonly route: Route;
  readonly onPlans: () => void;
}

/** A new text is followed by who reads near the end; a row that grew, by who stands at it. */
const nearEndPx = 80;
const endPx = 2;
/** The pane scrolls where there is room for panes, else the page. */
const scrollerOf = (pane: HTMLElement): HTMLElement =>
  getComputedStyle(pane).overflowY === "auto" ? pane : document.documentElement;

const senderOf = (letters: readonly Letter[]): string | null => {
  const last = letters.findLast(({ kind }) => kind !== "reply");
  return last === undefined || last.kind === "reply" ? null : last.sender;
};

const guessPx = 90;

/** The texts to one phone and from it, newest last; those that are searched for, where something is. */
export const Thread = ({ phone, letters, optedOut, service, route, onPlans }: ThreadProps) => {
  const found = new Set(matching(phone, letters, route.search));
  const shown =
    found.size === letters.length ? letters : letters.filter((one) => found.has(one) || one.id === route.text);
  const { list, look, rowOf, slots } = useRows(
    shown.map(({ id }) => id),
    route.text,
    guessPx,
  );
  const told = useTold(
    slots.flatMap(({ index, room }) =>
      room === undefined && shown[index]!.kind !== "reply" ? [shown[index]!.id] : [],
    ),
    service,
  );
  const role = letters.map(({ id }) => told.get(id)?.recipient).findLast(Boolean);
  const pane = useRef<HTMLDivElement>(null);
  const before = useRef({ place: "", text: route.text, height: 0, last: "" });
  const place = `${phone}?${route.search}`;
  const last = letters.at(-1)?.id ?? "";
  useLayoutEffect(() => {
    const was = before.current;
    if (pane.current === null) return;
    // On a narrow screen the detail of a text stands in the thread's place, and its text is come back to.
    if (pane.current.getClientRects().length === 0) {
      was.text = route.text;
      return;
    }
    const scroller = scrollerOf(pane.current);
    const { clientHeight, scrollHeight: height, scrollTop } = scroller;
    before.current = { place, text: route.text, height, last };
    const to = (text: string | undefined, block: ScrollLogicalPosition) => () => {
      const target = text === undefined ? null : document.getElementById(`text-${text}`);
      if (target === null) scroller.scrollTop = scroller.scrollHeight;
      else target.scrollIntoView({ block });
    };
    const jump = (go: () => void) => {
      go();
      look();
      // Rows that are drawn there may be higher than they were taken to be.
      requestAnimationFrame(go);
    };
    const isPage = scroller !== pane.current;
    const belowPx = was.height - scrollTop - clientHeight;
    if (was.place !== place) jump(to(route.text, "center"));
    else if (route.text !== undefined && was.text !== route.text) jump(to(route.text, "nearest"));
    else if (isPage && was.text !== route.text) jump(to(was.text, "center"));
    else if (belowPx < (was.last === last ? endPx : nearEndPx)) to(undefined, "end")();
  });
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    // A keyboard that opened the phone goes on in it, not through the rest of the list.
    const isFromList = document.activeElement?.closest(".list") != null;
    if (isFromList) heading.current?.focus({ preventScroll: true });
  }, [phone]);
  const forget = async () => {
    if (await simulatorCall("DELETE", `api/messages?to=${encodeURIComponent(phone)}`))
      goTo({ search: route.search }, true);
  };
  return (
    <section class="thread" aria-label={`Texts of ${phone}`}>
      <header class="row spread">
        <div class="row">
          <button
            type="button"
            class="bare back"
            aria-label="All phones"
            onClick={() => goTo({ search: route.search })}
          >
            <Icon name="back" />
          </button>
          <div>
            <h1 class="num" tabIndex={-1} ref={heading}>
              {phone}
            </h1>
            <p class="small quiet">
              {[role, countWords(letters.length, "text"), optedOut ? "opted out" : undefined]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </div>
        </div>
        <div class="row">
          <button type="button" aria-label="What happens next" onClick={onPlans}>
            <Icon name="fault" />
            <span class="wide">What happens next</span>
          </button>
          <button type="button" class="bare" aria-label={`Delete the texts of ${phone}`} onClick={() => void forget()}>
            <Icon name="trash" />
          </button>
        </div>
      </header>
      <div class="letters" ref={pane}>
        {found.size < letters.length && (
          <p class="row spread found small quiet">
            {`${found.size.toLocaleString("en")} of ${countWords(letters.length, "text")} found`}
            <button type="button" onClick={() => goTo({ ...route, search: "" })}>
              Show all
            </button>
          </p>
        )}
        <Rows
          list={list}
          slots={slots}
          draw={(index) => {
            const letter = shown[index]!;
            return (
              <Bubble key={letter.id} row={rowOf(index)} letter={letter} told={told.get(letter.id)} route={route} />
            );
          }}
        />
      </div>
      <Composer phone={phone} sender={senderOf(letters)} />
    </section>
  );
};
