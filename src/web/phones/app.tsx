import { useEffect, useState } from "preact/hooks";
import { copyText } from "../kit/copy-button.js";
import { keepFocus } from "../kit/keep-focus.js";
import { ConversationList } from "./conversation-list.js";
import { EmptyInbox } from "./empty-inbox.js";
import { Inbox, type InboxState } from "./inbox.js";
import { KeysDialog } from "./keys-dialog.js";
import { matching } from "./matching.js";
import { notifyOf } from "./notify.js";
import { PlansDialog } from "./plans-dialog.js";
import { Refusals } from "./refusals.js";
import { goTo, useRoute } from "./route.js";
import { TextDetail } from "./text-detail.js";
import { Thread } from "./thread.js";
import { TopBar } from "./top-bar.js";
import { useKeys } from "./use-keys.js";
import { useUnread } from "./use-unread.js";

const nothing: InboxState = {
  ...{ phones: [], count: 0, faults: [], receipts: [], optedOut: [], service: false, link: "loading" },
};

/** More texts than this are not all in the document. */
const mostWhole = 20;

export const App = () => {
  const [state, show] = useState(nothing);
  const [open, setOpen] = useState<"plans" | "keys">();
  const route = useRoute();
  useEffect(keepFocus, []);
  useEffect(() => new Inbox(show, notifyOf).follow(), []);
  const phones = state.phones.filter(({ letters, number }) => matching(number, letters, route.search).length > 0);
  const at = phones.findIndex(({ number }) => number === route.phone);
  const current = state.phones.find(({ number }) => number === route.phone);
  const unread = useUnread(state, current?.number);
  const text = current?.letters.find(({ id }) => id === route.text);
  const step = (by: number) => () => {
    const next = phones[Math.min(Math.max(at + by, 0), phones.length - 1)];
    if (next !== undefined) goTo({ phone: next.number, search: route.search });
  };
  const search = () => document.querySelector<HTMLInputElement>("#search")?.focus();
  useKeys({
    "/": search,
    // A browser finds what is in the document; of a long list that is what one sees. Pressed again it is the browser's.
    ...(state.count > mostWhole ? { "Ctrl+f": search } : {}),
    j: step(1),
    k: step(-1),
    r: () => document.querySelector<HTMLInputElement>("#reply")?.focus(),
    c: () => {
      const codes = (current ?? phones[0])?.letters.map((letter) => (letter.kind === "reply" ? null : letter.code));
      const code = codes?.findLast(Boolean);
      if (code) void copyText(code, `Code ${code}`);
    },
    f: () => setOpen("plans"),
    "?": () => setOpen("keys"),
    Escape: () => goTo(text === undefined ? { search: route.search } : { ...route, text: undefined }),
  });
  return (
    <div class={`phones ${current === undefined ? "listing" : "reading"} ${text === undefined ? "" : "detailed"}`}>
      <TopBar state={state} route={route} onPlans={() => setOpen("plans")} onKeys={() => setOpen("keys")} />
      <main tabIndex={-1}>
        {state.count === 0 && state.link !== "loading" ? (
          <EmptyInbox />
        ) : (
          <ConversationList {...state} phones={phones} unread={unread} route={route} />
        )}
        {current !== undefined && (
          <Thread
            phone={current.number}
            letters={current.letters}
            optedOut={state.optedOut.includes(current.number)}
            service={state.service}
            route={route}
            onPlans={() => setOpen("plans")}
          />
        )}
        {text !== undefined && text.kind !== "reply" ? (
          <TextDetail letter={text} service={state.service} route={route} />
        ) : (
          state.service && <Refusals turn={state.count} />
        )}
      </main>
      {open === "plans" && <PlansDialog {...state} phone={current?.number} onClose={() => setOpen(undefined)} />}
      {open === "keys" && <KeysDialog onClose={() => setOpen(undefined)} />}
    </div>
  );
};
