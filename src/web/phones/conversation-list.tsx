import { useLayoutEffect, useRef } from "preact/hooks";
import { agoWords } from "../kit/instant-words.js";
import { Rows } from "../kit/rows.js";
import { useRows } from "../kit/use-rows.js";
import type { InboxState } from "./inbox.js";
import type { Letter } from "./letter.js";
import { addressOf, type Route } from "./route.js";
import { useTold } from "./use-told.js";

interface ConversationListProps {
  readonly phones: InboxState["phones"];
  readonly unread: ReadonlyMap<string, number>;
  readonly optedOut: readonly string[];
  readonly service: boolean;
  readonly route: Route;
}

const lastText = (letters: readonly Letter[]): string | undefined =>
  letters.findLast(({ kind }) => kind !== "reply")?.id;

const guessPx = 60;

/** Phones, the one with the newest letter first. */
export const ConversationList = ({ phones, unread, optedOut, service, route }: ConversationListProps) => {
  const opened = useRef(route.phone);
  const { list, look, rowOf, slots } = useRows(
    phones.map(({ number }) => number),
    route.phone ?? opened.current,
    guessPx,
  );
  const told = useTold(
    slots.flatMap(({ index, room }) => (room === undefined ? (lastText(phones[index]!.letters) ?? []) : [])),
    service,
  );
  useLayoutEffect(() => {
    const rowOfOpened = () => list.current?.querySelector<HTMLElement>(`[data-row="${opened.current}"] a`);
    // A keyboard goes on where it left the list.
    if (route.phone === undefined && document.activeElement === document.body) rowOfOpened()?.focus();
    opened.current = route.phone ?? opened.current;
    rowOfOpened()?.scrollIntoView({ block: "nearest" });
    look();
  }, [route.phone, phones.length > 0]);
  return (
    <nav class="list" aria-label="Phones">
      <p class="quiet nothing" aria-live="polite">
        {phones.length === 0 && route.search !== "" ? "No number and no text has these words." : null}
      </p>
      <Rows
        list={list}
        slots={slots}
        draw={(index) => {
          const { letters, number } = phones[index]!;
          const last = letters.at(-1);
          const role = told.get(lastText(letters) ?? "")?.recipient;
          return (
            <li key={number} {...rowOf(index)}>
              <a
                href={addressOf({ phone: number, search: route.search })}
                class="conversation"
                aria-current={route.phone === number ? "page" : undefined}
              >
                <span class="row spread">
                  <strong class="num">{number}</strong>
                  <span class="row tight">
                    {unread.has(number) && <span class="tag accent num">{unread.get(number)} new</span>}
                    <time class="small quiet num" dateTime={last?.at}>
                      {last === undefined ? "" : agoWords(last.at)}
                    </time>
                  </span>
                </span>
                <span class="row spread">
                  <span class="line quiet" dir="auto">
                    {last?.kind === "reply" ? `Wrote: ${last.text}` : last?.text}
                  </span>
                  {optedOut.includes(number) ? (
                    <span class="tag warn">opted out</span>
                  ) : (
                    role && <span class="tag">{role}</span>
                  )}
                </span>
              </a>
            </li>
          );
        }}
      />
    </nav>
  );
};
