import { clockWords } from "../kit/instant-words.js";
import { say } from "../kit/say.js";
import type { ScheduledMessage } from "./answers.js";
import { ask, type Refused } from "./ask.js";
import { Empty, Fault, Page } from "./page.js";
import { addressOf } from "./route.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";
import { useMay } from "./who.js";

interface Scheduled {
  readonly messages: readonly ScheduledMessage[];
  readonly next?: string;
}

/** The waiting texts, each with its end and its reason. */
export const ScheduledPage = () => {
  const asked = useAsked<Scheduled>("../v1/scheduled", undefined, 5_000);
  const may = useMay("send");
  const rows = asked.answer?.messages ?? [];
  const cancel = async (id: string) => {
    await ask("DELETE", `../v1/messages/${id}`).then(
      () => say("Cancelled"),
      (error: Refused) => say(error.message),
    );
    await asked.again();
  };
  return (
    <Page title="Scheduled" lead="What waits, until when, and why?">
      <Fault of={asked} />
      {asked.answer !== undefined && rows.length === 0 && (
        <Empty title="Nothing waits">
          <p>
            Texts wait for the hours in which a country allows them, for their <code>sendAt</code>, and for the gaps
            that a person is owed between texts. Each tells its hour and its reason here.
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          rows={rows}
          keyOf={({ messageId }) => messageId}
          columns={[
            { name: "Until", look: "num", of: ({ until }) => clockWords(until) },
            { name: "Class", of: (row) => row.class },
            { name: "Because", of: ({ because }) => because },
            {
              name: "Message",
              look: "mono free",
              of: ({ messageId }) => <a href={addressOf("messages", messageId)}>{messageId}</a>,
            },
            ...(may
              ? [
                  {
                    name: "",
                    look: "right",
                    of: ({ messageId }: ScheduledMessage) => (
                      <button type="button" onClick={() => void cancel(messageId)}>
                        Cancel
                      </button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {asked.answer?.next !== undefined && <p class="quiet">The next 100 that are due; more wait behind them.</p>}
    </Page>
  );
};
