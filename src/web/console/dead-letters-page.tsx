import { useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { Dialog } from "../kit/dialog.js";
import { agoWords, clockWords } from "../kit/instant-words.js";
import { say } from "../kit/say.js";
import { ask, type Refused } from "./ask.js";
import { LetterDialog } from "./letter-dialog.js";
import { Empty, Fault, Page } from "./page.js";
import { addressOf, type Route } from "./route.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";
import { useMay } from "./who.js";

interface Group {
  readonly cause: string;
  readonly topic: string;
  readonly count: number;
  readonly oldest: string;
  readonly newest: string;
}
interface Letter {
  readonly id: string;
  readonly at: string;
  readonly cause: string;
  readonly topic: string;
  readonly detail: string;
  readonly bytes: number;
}
interface Letters {
  readonly groups: readonly Group[];
  readonly letters: readonly Letter[];
  readonly older: number;
}
interface Replay {
  readonly results: readonly {
    readonly id: string;
    readonly state: "replayed" | "refused";
    readonly messages?: readonly string[];
    readonly detail?: string;
  }[];
  readonly left: number;
}

const words = ({ results, left }: Replay): string => {
  const replayed = results.filter(({ state }) => state === "replayed").length;
  const refused = results.length - replayed;
  return [
    countWords(replayed, "letter replayed", "letters replayed"),
    refused > 0 && `${refused} refused: ${results.find(({ state }) => state === "refused")?.detail}`,
    left > 0 && `${left} left`,
  ]
    .filter(Boolean)
    .join("; ");
};

/** Records that could not be processed: why, from where, and again. */
export const DeadLettersPage = ({ route }: { readonly route: Route }) => {
  const { cause = "", topic = "" } = route.filters;
  const filter = new URLSearchParams(cause === "" ? {} : { cause, topic });
  const asked = useAsked<Letters>(`../v1/dead-letters?${filter}`, undefined, 5_000);
  const may = useMay("admin");
  const [discarding, setDiscarding] = useState<Group>();
  const [opened, open] = useState<string>();
  const [result, setResult] = useState<Replay>();
  const replay = async ({ cause: by, topic: from }: Group) => {
    await ask<Replay>("POST", "../v1/dead-letters/replay", { cause: by, topic: from }).then(
      setResult,
      (error: Refused) => say(error.message),
    );
    await asked.again();
  };
  const discard = async (group: Group, reason: string) => {
    await ask("POST", "../v1/dead-letters/discard", { cause: group.cause, topic: group.topic, reason }).then(
      () => say("Discarded"),
      (error: Refused) => say(error.message),
    );
    setDiscarding(undefined);
    await asked.again();
  };
  const { groups = [], letters = [], older = 0 } = asked.answer ?? {};
  return (
    <Page title="Dead letters" lead="Which records could not be processed, and why?">
      <Fault of={asked} />
      {result !== undefined && (
        <output class="banner stack tight">
          <p>{words(result)}</p>
          <p class="row tight">
            {result.results
              .flatMap(({ messages = [] }) => messages)
              .slice(0, 5)
              .map((id) => (
                <a key={id} class="mono" href={addressOf("messages", id)}>
                  {id.slice(0, 8)}
                </a>
              ))}
          </p>
        </output>
      )}
      {asked.answer !== undefined && groups.length === 0 && (
        <Empty title="No dead letter">
          <p>
            A record that is no event, or breaks its schema, is kept whole on <code>sms.dead-letter</code> with its
            cause, so that it stops nothing behind it. It stands here until somebody replays or discards it.
          </p>
        </Empty>
      )}
      <ol class="stack tight">
        {groups.map((group) => (
          <li key={`${group.cause} ${group.topic}`} class="card reason">
            <strong class="figure num">{group.count}</strong>
            <div class="stack tight">
              <h2>
                <a href={addressOf("dead-letters", undefined, { cause: group.cause, topic: group.topic })}>
                  {group.cause}
                </a>
              </h2>
              <p class="quiet">
                from {group.topic === "" ? "a topic that it does not name" : group.topic}, last {agoWords(group.newest)}
                , first {clockWords(group.oldest)}
              </p>
              {may && (
                <div class="row tight">
                  <button type="button" onClick={() => void replay(group)}>
                    Replay {group.count === 1 ? "it" : `all ${group.count}`}
                  </button>
                  <button type="button" class="danger" onClick={() => setDiscarding(group)}>
                    Discard
                  </button>
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
      {letters.length > 0 && (
        <Table
          rows={letters}
          keyOf={({ id }) => id}
          columns={[
            {
              name: "At",
              look: "num",
              of: ({ at, id }) =>
                may ? (
                  <button type="button" class="link" onClick={() => open(id)}>
                    {clockWords(at)}
                  </button>
                ) : (
                  clockWords(at)
                ),
            },
            { name: "From", of: (letter) => letter.topic || null },
            { name: "Why", look: "free", of: ({ detail }) => detail || null },
            { name: "Bytes", look: "right num", of: ({ bytes }) => bytes },
          ]}
        />
      )}
      {older > 0 && <p class="quiet">{countWords(older, "older letter")} not looked at: settle these first.</p>}
      {discarding !== undefined && (
        <Dialog title={`Discard ${countWords(discarding.count, "letter")}?`} onClose={() => setDiscarding(undefined)}>
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void discard(discarding, String(new FormData(event.currentTarget).get("reason") ?? ""));
            }}
          >
            <div>
              <label for="reason">Why, for the audit</label>
              <input id="reason" name="reason" required maxLength={500} />
            </div>
            <div class="row">
              <button type="submit" class="first">
                Discard
              </button>
              <button type="button" onClick={() => setDiscarding(undefined)}>
                Keep
              </button>
            </div>
          </form>
        </Dialog>
      )}
      {opened !== undefined && (
        <LetterDialog
          id={opened}
          onClose={() => open(undefined)}
          onReplayed={(done) => {
            setResult(done as Replay);
            void asked.again();
          }}
        />
      )}
    </Page>
  );
};
