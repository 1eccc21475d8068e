import { useState } from "preact/hooks";
import type { Found, LoggedMessage } from "./answers.js";
import { ask, Refused } from "./ask.js";
import { MessageTable } from "./message-table.js";
import { Empty, Fault, Page } from "./page.js";
import { addressOf, type Route } from "./route.js";
import { useAsked } from "./use-asked.js";

const statuses = ["", "sent", "delivered", "undelivered", "failed", "deferred"];
const classes = ["", "otp", "transactional", "promotional"];
const pageSize = 100;

const isNumber = /^[+\d][\d\s()-]{6,}$/u;

/** Searches the log; filters stand in the address, a number never does. */
export const MessagesPage = ({ route }: { readonly route: Route }) => {
  const [term, setTerm] = useState("");
  const [older, setOlder] = useState<{
    readonly key: string;
    readonly rows: readonly LoggedMessage[];
    readonly next?: string;
  }>();
  const { filters } = route;
  const search = { ...filters, ...(term === "" ? {} : { to: term }), limit: pageSize };
  const key = JSON.stringify(search);
  const asked = useAsked<Found>("../v1/messages/search", search, 5_000);
  const more = older?.key === key ? older : undefined;
  const first = asked.answer?.messages ?? [];
  const known = new Set(first.map(({ messageId }) => messageId));
  const rows = [...first, ...(more?.rows.filter(({ messageId }) => !known.has(messageId)) ?? [])];
  const next = more === undefined ? asked.answer?.next : more.next;
  const showOlder = async () => {
    const found = await ask<Found>("POST", "../v1/messages/search", { ...search, cursor: next }).catch(
      (error: Refused) => error,
    );
    if (found instanceof Refused) return asked.again();
    setOlder({
      key,
      rows: [...(more?.rows ?? []), ...found.messages],
      ...(found.next === undefined ? {} : { next: found.next }),
    });
  };
  const filtered = (name: string, value: string) => {
    location.hash = addressOf("messages", undefined, { ...filters, [name]: value });
  };
  return (
    <Page title="Messages" lead="What became of a text? Search by number, order or reference.">
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          const given = String(new FormData(event.currentTarget).get("term") ?? "").trim();
          // A number goes into a body and into no address.
          if (given === "" || isNumber.test(given)) setTerm(given);
          else location.hash = addressOf("messages", given);
        }}
      >
        <div class="grow">
          <label for="term">Number, order, reference or id</label>
          <input id="term" name="term" type="search" placeholder="+919876543210 or ORD-2024-001" />
        </div>
        <div>
          <label for="status">State</label>
          <select
            id="status"
            value={filters["status"] ?? ""}
            onChange={(e) => filtered("status", e.currentTarget.value)}
          >
            {statuses.map((one) => (
              <option key={one} value={one}>
                {one === "" ? "any" : one}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label for="class">Class</label>
          <select id="class" value={filters["class"] ?? ""} onChange={(e) => filtered("class", e.currentTarget.value)}>
            {classes.map((one) => (
              <option key={one} value={one}>
                {one === "" ? "any" : one}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="first">
          Search
        </button>
      </form>
      {filters["reason"] !== undefined && (
        <p class="row">
          <span class="tag bad">{filters["reason"]}</span>
          <a href={addressOf("messages", undefined, { ...filters, reason: "" })}>all reasons</a>
        </p>
      )}
      <Fault of={asked} />
      {rows.length > 0 && <MessageTable rows={rows} />}
      {next !== undefined && (
        <button type="button" onClick={() => void showOlder()}>
          Show older ones
        </button>
      )}
      {asked.answer !== undefined && rows.length === 0 && (
        <Empty title="No message fits">
          <p>
            The search looks at the last seven days. A number is written as people write it, an order as the event names
            it.
          </p>
          <p>
            A text that was accepted and is not here yet is in work: the log holds what ended or waits.{" "}
            <a href="#/now">Now</a> shows what is in flight.
          </p>
        </Empty>
      )}
    </Page>
  );
};
