import { useLayoutEffect, useRef } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { Icon } from "../kit/icon.js";
import { Bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import type { Letter } from "./letter.js";
import { goTo, type Route } from "./route.js";
import { simulatorCall } from "./simulator-call.js";
import { useMore } from "./use-more.js";
import { useTold } from "./use-told.js";

interface ThreadProps {
  readonly phone: string;
  readonly letters: readonly Letter[];
  readonly optedOut: boolean;
  readonly service: boolean;
  readonly route: Route;
  readonly onPlans: () => void;
}

const atEndPx = 80;
/** The pane scrolls where there is room for panes, else the page. */
const scrollerOf = (pane: HTMLElement): HTMLElement =>
  getComputedStyle(pane).overflowY === "auto" ? pane : document.documentElement;

const senderOf = (letters: readonly Letter[]): string | null => {
  const last = letters.findLast(({ kind }) => kind !== "reply");
  return last === undefined || last.kind === "reply" ? null : last.sender;
};

/** The texts to one phone and from it, newest last; older ones come as one scrolls up. */
export const Thread = ({ phone, letters, optedOut, service, route, onPlans }: ThreadProps) => {
  const { count, hasMore, end, more } = useMore(letters.length, phone);
  const linked = letters.findIndex(({ id }) => id === route.text);
  // A link to an older text shows all that came after it.
  const shown = letters.slice(-Math.max(count, linked < 0 ? 0 : letters.length - linked));
  const told = useTold(
    shown.flatMap(({ kind, id }) => (kind === "reply" ? [] : [id])),
    service,
  );
  const role = shown.map(({ id }) => told.get(id)?.recipient).findLast(Boolean);
  const pane = useRef<HTMLDivElement>(null);
  const before = useRef({ phone: "", height: 0, first: "", last: "" });
  const first = shown[0]?.id ?? "";
  const last = letters.at(-1)?.id ?? "";
  useLayoutEffect(() => {
    if (pane.current === null) return;
    const scroller = scrollerOf(pane.current);
    const { scrollHeight: height } = scroller;
    const was = before.current;
    const atEnd = was.height - scroller.scrollTop - scroller.clientHeight < atEndPx;
    const target = route.text === undefined ? null : document.getElementById(`text-${route.text}`);
    if (was.phone !== phone && target !== null) target.scrollIntoView({ block: "center" });
    else if (was.phone !== phone || (was.last !== last && atEnd)) scroller.scrollTop = height;
    else if (was.first !== first) scroller.scrollTop += height - was.height;
    before.current = { phone, height, first, last };
  });
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
            <h1 class="num">{phone}</h1>
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
        {hasMore && (
          <button ref={end} type="button" class="bare" onClick={more}>
            Show earlier texts
          </button>
        )}
        <ol>
          {shown.map((letter) => (
            <Bubble key={letter.id} letter={letter} told={told.get(letter.id)} route={route} />
          ))}
        </ol>
      </div>
      <Composer phone={phone} sender={senderOf(letters)} />
    </section>
  );
};
