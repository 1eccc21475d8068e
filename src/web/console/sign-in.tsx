import { useState } from "preact/hooks";
import type { Session } from "./answers.js";
import { ask, type Refused } from "./ask.js";

/** The key is pasted once; the browser then holds a cookie that no script can read. */
export const SignIn = ({ onSignedIn }: { readonly onSignedIn: (who: Session) => void }) => {
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  return (
    <main class="sign-in">
      <form
        class="card stack"
        onSubmit={async (event) => {
          event.preventDefault();
          if (busy) return;
          setBusy(true);
          setFault(undefined);
          const key = String(new FormData(event.currentTarget).get("key") ?? "");
          await ask<Session>("POST", "session", { key }).then(onSignedIn, (error: Refused) => setFault(error.message));
          setBusy(false);
        }}
      >
        <div>
          <h1>SMS console</h1>
          <p class="quiet">Paste the secret of an API key. Its scopes say what you may do here.</p>
        </div>
        <div>
          <label for="key">Key</label>
          <input id="key" name="key" type="password" required autocomplete="current-password" />
        </div>
        {fault !== undefined && (
          <p class="banner bad" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" class="first" aria-busy={busy}>
          Sign in
        </button>
      </form>
    </main>
  );
};
