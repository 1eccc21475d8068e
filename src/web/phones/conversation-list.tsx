import { agoWords } from "../kit/instant-words.js";
import type { InboxState } from "./inbox.js";
import type { Letter } from "./letter.js";
import { addressOf, type Route } from "./route.js";
import { useMore } from "./use-more.js";
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

/** Phones, the one with the newest letter first. */
export const ConversationList = ({ phones, unread, optedOut, service, route }: ConversationListProps) => {
  const { count, hasMore, end, more } = useMore(phones.length, route.search);
  const shown = phones.slice(0, count);
  const told = useTold(
    shown.slice(0, 40).flatMap(({ letters }) => lastText(letters) ?? []),
    service,
  );
  return (
    <nav class="list" aria-label="Phones">
      <ol>
        {shown.map(({ number, letters }) => {
          const last = letters.at(-1);
          const role = told.get(lastText(letters) ?? "")?.recipient;
          return (
            <li key={number}>
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
        })}
      </ol>
      {hasMore && (
        <button ref={end} type="button" class="bare" onClick={more}>
          Show more phones
        </button>
      )}
    </nav>
  );
};
