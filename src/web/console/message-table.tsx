import { clockWords } from "../kit/instant-words.js";
import { moneyText } from "../kit/money-text.js";
import { addressOf } from "./route.js";
import type { Row } from "./row.js";
import { toneOf } from "./words.js";

const costOf = ({ actualCost, estimatedCost }: Row): string => {
  const cost = actualCost ?? estimatedCost;
  return cost === null ? "–" : moneyText(cost.micros);
};

/** Messages, one a line; the line leads to its story. */
export const MessageTable = ({ rows }: { readonly rows: readonly Row[] }) => (
  <table class="rows">
    <thead>
      <tr>
        <th scope="col">Accepted</th>
        <th scope="col">To</th>
        <th scope="col">State</th>
        <th scope="col">What</th>
        <th scope="col">Belongs to</th>
        <th scope="col" class="right">
          Parts
        </th>
        <th scope="col" class="right">
          Cost
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.messageId}>
          <td class="num" data-label="Accepted">
            <a href={addressOf("messages", row.messageId)}>{clockWords(row.acceptedAt)}</a>
          </td>
          <td class={row.to === null ? "none" : "num"} data-label="To">
            {row.to ?? "–"}
          </td>
          <td data-label="State">
            <span class={`tag ${toneOf(row.status)}`}>{row.reason ?? row.status}</span>
          </td>
          <td class="free" data-label="What">
            {[row.template ?? "text", row.recipient].filter(Boolean).join(" · ")}
          </td>
          <td class={row.correlationId === null ? "none free" : "free"} data-label="Belongs to">
            {row.correlationId ?? "–"}
          </td>
          <td class={`right num ${row.segments === null ? "none" : ""}`} data-label="Parts">
            {row.segments ?? "–"}
          </td>
          <td class={`right num ${costOf(row) === "–" ? "none" : ""}`} data-label="Cost">
            {costOf(row)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
