import { clockWords } from "../kit/instant-words.js";
import { moneyText } from "../kit/money-text.js";
import type { LoggedMessage } from "./answers.js";
import { addressOf } from "./route.js";
import { type Column, Table } from "./table.js";
import { toneOf } from "./words.js";

const columns: readonly Column<LoggedMessage>[] = [
  {
    name: "Accepted",
    look: "num",
    of: ({ acceptedAt, messageId }) => <a href={addressOf("messages", messageId)}>{clockWords(acceptedAt)}</a>,
  },
  { name: "To", look: "num", of: ({ to }) => to },
  {
    name: "State",
    of: ({ reason, status }) => <span class={`tag ${toneOf(status)}`}>{reason ?? status}</span>,
  },
  {
    name: "What",
    look: "free",
    of: ({ recipient, template }) => [template ?? "text", recipient].filter(Boolean).join(" · "),
  },
  { name: "Belongs to", look: "free", of: ({ correlationId }) => correlationId },
  { name: "Parts", look: "right num", of: ({ segments }) => segments },
  {
    name: "Cost",
    look: "right num",
    of: ({ actualCost, estimatedCost }) => {
      const cost = actualCost ?? estimatedCost;
      return cost === null ? null : moneyText(cost.micros);
    },
  },
];

/** Messages, one a line; the line leads to its story. */
export const MessageTable = ({ rows }: { readonly rows: readonly LoggedMessage[] }) => (
  <Table rows={rows} columns={columns} keyOf={({ messageId }) => messageId} />
);
