import { useEffect, useState } from "preact/hooks";
import { ask, whenSignedOut } from "./ask.js";
import { LiveFigures } from "./live.js";
import { LiveMark } from "./live-mark.js";
import { Empty, Page } from "./page.js";
import { pages } from "./pages.js";
import { addressOf, useRoute } from "./route.js";
import { SignIn } from "./sign-in.js";
import { type Who, WhoContext } from "./who.js";

/** The person who is signed in; undefined: not known yet. */
const useWho = () => {
  const [who, show] = useState<Who>();
  useEffect(() => {
    const read = () => ask<Who>("GET", "session").then(show, () => show({ name: null, scopes: [] }));
    whenSignedOut(() => show({ name: null, scopes: [] }));
    void read();
  }, []);
  return [who, show] as const;
};

export const App = () => {
  const [who, show] = useWho();
  const route = useRoute();
  const allowed = pages.filter(({ scope }) => who?.scopes.includes(scope) === true);
  const current = allowed.find(({ page }) => page === route.page);
  useEffect(() => {
    document.title = `${current?.name ?? "Sign in"} · SMS console`;
    scrollTo(0, 0);
  }, [current?.name, route.id]);
  if (who === undefined) return null;
  if (who.name === null) return <SignIn onSignedIn={show} />;
  const Shown = current?.shows;
  return (
    <WhoContext.Provider value={who}>
      <LiveFigures key={who.name}>
        <div class="console">
          <header class="side">
            <strong>SMS console</strong>
            <nav aria-label="Pages">
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
                  onClick={() => void ask<Who>("DELETE", "session").then(show, () => undefined)}
                >
                  Sign out {who.name}
                </button>
              )}
            </div>
          </header>
          <main id="main">
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
