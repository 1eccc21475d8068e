import { clockWords } from "../kit/instant-words.js";
import { say } from "../kit/say.js";
import type { Doubt } from "./answers.js";
import { ask, type Refused } from "./ask.js";
import { Empty, Fault, Page } from "./page.js";
import { addressOf } from "./route.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";
import { useMay } from "./who.js";

interface Doubts {
  readonly total: number;
  readonly messages: readonly Doubt[];
}

/** Texts of which nobody can know whether they went out; an operator who looked them up ends the doubt. */
export const InDoubtPage = () => {
  const asked = useAsked<Doubts>("../v1/in-doubt", undefined, 5_000);
  const may = useMay("admin");
  const resolve = async ({ messageId, proposal }: Doubt, as: "sent" | "failed") => {
    const evidence = as === "failed" || proposal === undefined ? {} : { providerMessageId: proposal.providerMessageId };
    await ask("POST", `../v1/in-doubt/${messageId}`, { as, ...evidence }).then(
      () => say(`Resolved as ${as}`),
      (error: Refused) => say(error.message),
    );
    await asked.again();
  };
  return (
    <Page title="In doubt" lead="Which texts may or may not have gone out?">
      <Fault of={asked} />
      {asked.answer?.messages.length === 0 && (
        <Empty title="Nothing is in doubt">
          <p>
            A text is in doubt when the connection broke after it was handed over, and it may not be sent twice. A
            receipt ends the doubt by itself; else look the text up in the provider's log and say here what became of
            it.
          </p>
        </Empty>
      )}
      {asked.answer !== undefined && asked.answer.messages.length > 0 && (
        <p class="quiet">
          A receipt ends a doubt by itself. Else look the text up in the provider's log, and say here what became of it.
        </p>
      )}
      {asked.answer !== undefined && asked.answer.messages.length > 0 && (
        <Table
          rows={asked.answer.messages}
          keyOf={({ messageId }) => messageId}
          columns={[
            { name: "Since", look: "num", of: ({ since }) => clockWords(since) },
            {
              name: "Message",
              look: "mono free",
              of: ({ messageId }) => <a href={addressOf("messages", messageId)}>{messageId}</a>,
            },
            { name: "What speaks for it", look: "free", of: ({ proposal }) => proposal?.because ?? null },
            ...(may
              ? [
                  {
                    name: "What became of it",
                    of: (one: Doubt) => (
                      <div class="row tight">
                        <button type="button" onClick={() => void resolve(one, "sent")}>
                          It was sent
                        </button>
                        <button type="button" onClick={() => void resolve(one, "failed")}>
                          It was not
                        </button>
                      </div>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
    </Page>
  );
};
