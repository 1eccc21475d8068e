import { useState } from "preact/hooks";
import { say } from "../kit/say.js";
import type { CampaignRecipient } from "./answers.js";
import { ask, Refused } from "./ask.js";
import { columns, columnWords } from "./campaign.js";
import { download } from "./download.js";
import { Fault } from "./page.js";
import { addressOf, type Route } from "./route.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";

interface Listed {
  readonly recipients: readonly CampaignRecipient[];
  readonly next?: string;
}

const tones = new Set(["good", "accent", "warn", "bad"]);
const toneOf = (column: CampaignRecipient["state"]): string => {
  const [, tone] = columnWords[column];
  return tones.has(tone) ? tone : "";
};

interface RecipientsProps {
  readonly id: string;
  readonly filters: Route["filters"];
}

/** The people of a campaign, masked, in the order of the file; the whole of them as a file. */
export const CampaignRecipients = ({ id, filters }: RecipientsProps) => {
  const path = `../v1/campaigns/${encodeURIComponent(id)}/recipients`;
  const query = new URLSearchParams(filters);
  const asked = useAsked<Listed>(`${path}?${query}`);
  const [read, setRead] = useState<Listed & { readonly query: string }>();
  // Pages that were read on belong to the filters of then.
  const more = read?.query === String(query) ? read : undefined;
  const rows = [...(asked.answer?.recipients ?? []), ...(more?.recipients ?? [])];
  const next = more === undefined ? asked.answer?.next : more.next;
  const showMore = async () => {
    const found = await ask<Listed>("GET", `${path}?${new URLSearchParams({ ...filters, cursor: next ?? "0" })}`).catch(
      (error: Refused) => error,
    );
    if (found instanceof Refused) return say(found.message);
    setRead({ ...found, query: String(query), recipients: [...(more?.recipients ?? []), ...found.recipients] });
  };
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <section class="stack tight">
      <div class="row spread">
        <h2>Recipients</h2>
        <div class="row">
          <label class="unseen" for="column">
            State
          </label>
          <select
            id="column"
            class="short"
            value={filters["state"] ?? ""}
            onChange={(event) => {
              location.hash = addressOf("campaigns", id, { state: event.currentTarget.value });
            }}
          >
            <option value="">all states</option>
            {columns.map((column) => (
              <option key={column} value={column}>
                {columnWords[column][0]}
              </option>
            ))}
          </select>
          <button
            type="button"
            onClick={() =>
              void download(`${path}.csv?${query}`, `${id}.csv`).catch((error: Refused) => say(error.message))
            }
          >
            As a file
          </button>
        </div>
      </div>
      {filters["reason"] !== undefined && (
        <p class="row">
          <span class="tag bad">{filters["reason"]}</span>
          <a href={addressOf("campaigns", id)}>all reasons</a>
        </p>
      )}
      <Fault of={asked} />
      {asked.answer !== undefined && rows.length === 0 && (
        <p class="quiet">{isFiltered ? "Nobody is in this state." : "The recipients are no longer kept."}</p>
      )}
      {rows.length > 0 && (
        <Table
          rows={rows}
          keyOf={({ messageId, to }) => `${messageId} ${to}`}
          columns={[
            { name: "To", look: "num", of: ({ to }) => to },
            { name: "Reference", look: "free", of: ({ reference }) => reference },
            {
              name: "State",
              of: ({ state }) => <span class={`tag ${toneOf(state)}`}>{columnWords[state][0]}</span>,
            },
            { name: "Reason", of: ({ reason }) => reason },
            {
              name: "Message",
              look: "mono",
              of: ({ messageId, state }) =>
                messageId === null || state === "waiting" ? null : (
                  <a href={addressOf("messages", messageId)}>{messageId.slice(0, 8)}</a>
                ),
            },
          ]}
        />
      )}
      {next !== undefined && (
        <p>
          <button type="button" onClick={() => void showMore()}>
            Show more
          </button>
        </p>
      )}
    </section>
  );
};
