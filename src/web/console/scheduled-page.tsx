import { clockWords } from "../kit/instant-words.js";
import { say } from "../kit/say.js";
import { ask, type Refused } from "./ask.js";
import { Empty, Fault, Page } from "./page.js";
import { addressOf } from "./route.js";
import { useAsked } from "./use-asked.js";
import { useMay } from "./who.js";

interface Scheduled {
  readonly messages: readonly {
    readonly messageId: string;
    readonly class: string;
    readonly until: string;
    readonly because: string | null;
  }[];
  readonly next?: string;
}

/** What waits, until when, and why. */
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
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Until</th>
              <th scope="col">Class</th>
              <th scope="col">Because</th>
              <th scope="col">Message</th>
              {may && (
                <th scope="col">
                  <span class="unseen">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ messageId, class: ofClass, until, because }) => (
              <tr key={messageId}>
                <td class="num" data-label="Until">
                  {clockWords(until)}
                </td>
                <td data-label="Class">{ofClass}</td>
                <td data-label="Because">{because ?? "–"}</td>
                <td data-label="Message">
                  <a class="mono" href={addressOf("messages", messageId)}>
                    {messageId}
                  </a>
                </td>
                {may && (
                  <td class="right">
                    <button type="button" onClick={() => void cancel(messageId)}>
                      Cancel
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {asked.answer?.next !== undefined && <p class="quiet">The next 100 that are due; more wait behind them.</p>}
    </Page>
  );
};
