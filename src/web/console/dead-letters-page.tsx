import { useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { clockWords, sinceWords } from "../kit/instant-words.js";
import { say } from "../kit/say.js";
import type { DeadLetter, DeadLetterGroup, Replayed } from "./answers.js";
import { ask, type Refused } from "./ask.js";
import { LetterDialog } from "./letter-dialog.js";
import { Empty, Fault, Page } from "./page.js";
import { addressOf, type Route } from "./route.js";
import { ReasonDialog } from "./reason-dialog.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";
import { useMay } from "./who.js";

interface Letters {
  readonly groups: readonly DeadLetterGroup[];
  readonly letters: readonly DeadLetter[];
  readonly older: number;
}
const words = ({ results, left }: Replayed): string => {
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
  const [discarding, setDiscarding] = useState<DeadLetterGroup>();
  const [opened, open] = useState<string>();
  const [result, setResult] = useState<Replayed>();
  const replay = async ({ cause: by, topic: from }: DeadLetterGroup) => {
    await ask<Replayed>("POST", "../v1/dead-letters/replay", { cause: by, topic: from }).then(
      setResult,
      (error: Refused) => say(error.message),
    );
    await asked.again();
  };
  const discard = async (group: DeadLetterGroup, reason: string) => {
    await ask("POST", "../v1/dead-letters/discard", { cause: group.cause, topic: group.topic, reason });
    setDiscarding(undefined);
    say("Discarded");
    await asked.again();
  };
  const followed = result?.results.flatMap(({ messages = [] }) => messages).slice(0, 5) ?? [];
  const { groups = [], letters = [], older = 0 } = asked.answer ?? {};
  return (
    <Page title="Dead letters" lead="Which records could not be processed, and why?">
      <Fault of={asked} />
      {result !== undefined && (
        <output class={`banner stack tight ${result.results.every(({ state }) => state === "replayed") ? "good" : ""}`}>
          <p>{words(result)}</p>
          {followed.length > 0 && (
            <p class="row tight">
              {followed.map((id) => (
                <a key={id} class="mono" href={addressOf("messages", id)}>
                  {id.slice(0, 8)}
                </a>
              ))}
            </p>
          )}
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
                from {group.topic === "" ? "a topic that it does not name" : group.topic}, last{" "}
                {sinceWords(group.newest)}, first {clockWords(group.oldest)}
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
        <ReasonDialog
          title={`Discard ${countWords(discarding.count, "letter")}?`}
          yes="Discard"
          no="Keep"
          isDangerous
          needsReason
          onClose={() => setDiscarding(undefined)}
          act={(why) => discard(discarding, why)}
        >
          <p>Nobody is texted for them any more. The topic keeps the records; this list leaves them out.</p>
        </ReasonDialog>
      )}
      {opened !== undefined && (
        <LetterDialog
          id={opened}
          onClose={() => open(undefined)}
          onReplayed={(done) => {
            setResult(done);
            void asked.again();
          }}
        />
      )}
    </Page>
  );
};
