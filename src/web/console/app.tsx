import { useEffect, useState } from "preact/hooks";
import { Icon } from "../kit/icon.js";
import { keepFocus } from "../kit/keep-focus.js";
import type { Session } from "./answers.js";
import { ask, whenSignedOut } from "./ask.js";
import { LiveFigures } from "./live.js";
import { LiveMark } from "./live-mark.js";
import { Empty, Page } from "./page.js";
import { pages } from "./pages.js";
import { addressOf, useRoute } from "./route.js";
import { SignIn } from "./sign-in.js";
import { WhoContext } from "./who.js";

/** The person who is signed in; undefined: not known yet. */
const useWho = () => {
  const [who, show] = useState<Session>();
  useEffect(() => {
    const read = () => ask<Session>("GET", "session").then(show, () => show({ name: null, scopes: [] }));
    whenSignedOut(() => show({ name: null, scopes: [] }));
    void read();
  }, []);
  return [who, show] as const;
};

export const App = () => {
  const [who, show] = useWho();
  const route = useRoute();
  // The list of pages stands behind a button where there is no room for it.
  const [isOpen, setOpen] = useState(false);
  useEffect(keepFocus, []);
  const allowed = pages.filter(({ scope }) => who?.scopes.includes(scope) === true);
  const current = allowed.find(({ page }) => page === route.page);
  useEffect(() => {
    document.title = `${current?.name ?? "Sign in"} · SMS console`;
    setOpen(false);
    scrollTo(0, 0);
  }, [current?.name, route.id]);
  if (who === undefined) return null;
  if (who.name === null) return <SignIn onSignedIn={show} />;
  const Shown = current?.shows;
  return (
    <WhoContext.Provider value={who}>
      <LiveFigures key={who.name}>
        <div class="console">
          <button type="button" class="skip first" onClick={() => document.querySelector("main")?.focus()}>
            Skip to the page
          </button>
          <header class="side">
            <div class="row spread">
              <strong>SMS console</strong>
              <button type="button" class="menu" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {current?.name ?? "Pages"}
                <Icon name="menu" />
              </button>
            </div>
            <nav aria-label="Pages" class={isOpen ? "open" : ""}>
              <ul>
                {allowed.map(({ page, name }) => (
                  <li key={page}>
                    <a href={addressOf(page)} aria-current={page === route.page ? "page" : undefined}>
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <div class="row small quiet">
              <LiveMark />
              <a href="../docs">API</a>
              {who.name !== "anyone" && (
                <button
                  type="button"
                  class="link"
                  onClick={() => void ask<Session>("DELETE", "session").then(show, () => undefined)}
                >
                  Sign out {who.name}
                </button>
              )}
            </div>
          </header>
          <main tabIndex={-1}>
            {Shown === undefined ? (
              <Page title="Not here">
                <Empty title="This key does not reach that page">
                  <p>
                    The page needs another scope than this key has, or does not exist. <a href="#/now">Now</a> is open
                    to all who may read.
                  </p>
                </Empty>
              </Page>
            ) : (
              <Shown route={route} />
            )}
          </main>
        </div>
      </LiveFigures>
    </WhoContext.Provider>
  );
};
