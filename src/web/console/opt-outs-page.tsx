import { useState } from "preact/hooks";
import { clockWords } from "../kit/instant-words.js";
import { say } from "../kit/say.js";
import type { CheckedConsent, ConsentClasses, ConsentEntry, ConsentStanding, OptOut } from "./answers.js";
import { ask, Refused } from "./ask.js";
import { Empty, Fault, Page } from "./page.js";
import { ReviewQueue } from "./review-queue.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";
import { useMay } from "./who.js";

interface Listed {
  readonly optOuts: readonly OptOut[];
  readonly next?: string;
}
interface Looked {
  readonly number: string;
  readonly checked: CheckedConsent;
  readonly entries: readonly ConsentEntry[] | undefined;
}

const outOf = (classes: ConsentClasses): readonly string[] =>
  Object.entries(classes).flatMap(([name, { optedOut }]) => (optedOut ? [name] : []));

const firstOut = (classes: ConsentClasses): ConsentStanding | undefined =>
  Object.values(classes).find(({ optedOut }) => optedOut);
const sinceOf = (classes: ConsentClasses): string | null => {
  const since = firstOut(classes)?.since;
  return since == null ? null : clockWords(since);
};

const Person = ({ looked, again }: { readonly looked: Looked; readonly again: () => Promise<void> }) => {
  const maySend = useMay("send");
  const { number, checked, entries } = looked;
  const change = async (choice: "opt-in" | "opt-out") => {
    await ask("POST", "../v1/opt-outs", { to: number, choice, class: "all" }).then(
      () => say(choice === "opt-out" ? "Opted out of everything" : "Opted in again"),
      (error: Refused) => say(error.message),
    );
    await again();
  };
  const out = outOf(checked.classes);
  return (
    <section class="card stack" aria-label={checked.to}>
      <div class="row spread">
        <h2 class="num">{checked.to}</h2>
        {maySend && (
          <div class="row tight">
            {out.length < Object.keys(checked.classes).length && (
              <button type="button" onClick={() => void change("opt-out")}>
                Opt out
              </button>
            )}
            {out.length > 0 && (
              <button type="button" onClick={() => void change("opt-in")}>
                Opt in
              </button>
            )}
          </div>
        )}
      </div>
      {!checked.whole && <p class="banner">The ledger is being read; this is what is known so far.</p>}
      <dl class="facts num">
        {Object.entries(checked.classes).flatMap(([name, { optedOut, since, source }]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} is`} class={optedOut ? "bad" : "good"}>
            {optedOut ? "gets none" : "gets texts"}
            {since !== null && <span class="quiet">{` since ${clockWords(since)}, ${source}`}</span>}
          </dd>,
        ])}
      </dl>
      {out.length === 0 && <p class="quiet">Nobody opted out: no text is held back for this.</p>}
      {entries !== undefined && entries.length > 0 && (
        <ol class="timeline">
          {entries.map(({ evidenceId, at, class: ofClass, state, source, by, intact, linked }) => (
            <li key={`${evidenceId} ${ofClass}`}>
              <span class={`tag ${state === "opted-out" ? "bad" : "good"}`}>{state}</span>
              <time class="num" dateTime={at}>
                {clockWords(at)}
              </time>
              <span class="row tight quiet">
                {[ofClass, source, by].filter(Boolean).join(" · ")}
                {(intact === false || linked === false) && <span class="tag warn">changed after it was recorded</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};

/** The people who get no texts, each with the date and the evidence. */
export const OptOutsPage = () => {
  const mayAdmin = useMay("admin");
  const [looked, show] = useState<Looked>();
  const [fault, setFault] = useState<string>();
  const listed = useAsked<Listed>(mayAdmin ? "../v1/opt-outs" : undefined);
  const look = async (number: string) => {
    setFault(undefined);
    try {
      const checked = await ask<CheckedConsent>("POST", "../v1/opt-outs/check", { to: number });
      const history = mayAdmin
        ? await ask<{ readonly entries: readonly ConsentEntry[] }>("POST", "../v1/opt-outs/history", { to: number })
        : undefined;
      show({ number, checked, entries: history?.entries });
    } catch (error) {
      if (error instanceof Refused) setFault(error.message);
    }
  };
  const sync = async () => {
    await ask<{ readonly state: string }>("POST", "../v1/opt-outs/sync").then(
      ({ state }) => say(`AWS's list: ${state}`),
      (error: Refused) => say(error.message),
    );
    await listed.again();
  };
  return (
    <Page
      title="Opt-outs"
      lead="Who gets no texts, since when, and by what evidence?"
      tools={
        mayAdmin && (
          <button type="button" onClick={() => void sync()}>
            Read AWS's list
          </button>
        )
      }
    >
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void look(String(new FormData(event.currentTarget).get("number") ?? ""));
        }}
      >
        <div class="grow">
          <label for="number">Number</label>
          <input id="number" name="number" type="search" required placeholder="+919876543210" />
        </div>
        <button type="submit" class="first">
          Check
        </button>
      </form>
      {fault !== undefined && (
        <p class="banner bad" role="alert">
          {fault}
        </p>
      )}
      {looked !== undefined && <Person looked={looked} again={() => look(looked.number)} />}
      {mayAdmin && <ReviewQueue />}
      <Fault of={listed} />
      {listed.answer?.optOuts.length === 0 && (
        <Empty title="Nobody opted out">
          <p>
            A person who texts STOP, in the languages of each country, stands here with the text as evidence; so does
            who is on AWS's list, or was told of by <code>consent.changed</code>.
          </p>
        </Empty>
      )}
      {listed.answer !== undefined && listed.answer.optOuts.length > 0 && (
        <section class="stack tight">
          <h2>Who opted out</h2>
          <Table
            rows={listed.answer.optOuts}
            keyOf={({ numberHash }) => numberHash}
            columns={[
              { name: "Number", look: "num", of: ({ to }) => to ?? "forgotten" },
              { name: "Gets none of", of: ({ classes }) => outOf(classes).join(", ") },
              { name: "Since", look: "num", of: ({ classes }) => sinceOf(classes) },
              { name: "By", of: ({ classes }) => firstOut(classes)?.source ?? null },
            ]}
          />
        </section>
      )}
    </Page>
  );
};
