import { useEffect, useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { sinceWords } from "../kit/instant-words.js";
import { Prose } from "../kit/prose.js";
import type { Found, LoggedMessage } from "./answers.js";
import { ask } from "./ask.js";
import { Chart } from "./chart.js";
import { Empty, Page } from "./page.js";
import { addressOf } from "./route.js";
import { useWords } from "./words.js";

const hourMs = 3_600_000;
const hours = 24;
const mostPages = 10;

/** The failures of a day, page by page; at most 2,000. */
const failuresSince = async (since: string): Promise<readonly LoggedMessage[]> => {
  const rows: LoggedMessage[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const terms = { status: "failed", since, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const found = await ask<Found>("POST", "../v1/messages/search", terms);
    rows.push(...found.messages);
    cursor = found.next;
    if (cursor === undefined) break;
  }
  return rows;
};

const byReason = (rows: readonly LoggedMessage[]): readonly (readonly [string, readonly LoggedMessage[]])[] => {
  const groups = new Map<string, LoggedMessage[]>();
  for (const row of rows) {
    const reason = row.reason ?? "unknown";
    groups.set(reason, [...(groups.get(reason) ?? []), row]);
  }
  return [...groups].toSorted(([, a], [, b]) => b.length - a.length);
};

/** The failures, each with its count and its remedy. */
export const FailuresPage = () => {
  const [rows, show] = useState<readonly LoggedMessage[]>();
  const [fault, setFault] = useState<string>();
  const words = useWords();
  useEffect(() => {
    failuresSince(new Date(Date.now() - hours * hourMs).toISOString()).then(show, (error: Error) =>
      setFault(error.message),
    );
  }, []);
  const now = Math.floor(Date.now() / hourMs);
  const times = Array.from({ length: hours }, (_, back) => ((now - hours + 1 + back) * hourMs) / 1_000);
  const hourOf = (instant: string) => Math.floor(Date.parse(instant) / hourMs) * 3_600;
  // An hour without a failure has no bar.
  const counts = times.map((at) => rows?.filter(({ occurredAt }) => hourOf(occurredAt) === at).length || null);
  return (
    <Page title="Failures" lead="What failed in the last 24 hours, and what mends it?">
      {fault !== undefined && (
        <p class="banner bad" role="alert">
          {fault}
        </p>
      )}
      {rows !== undefined && rows.length === 0 && (
        <Empty title="Nothing failed">
          <p>
            Each text that is refused or rejected stands here, by its reason and with the cure.{" "}
            <a href="../docs/problems">All reasons</a> have a page.
          </p>
        </Empty>
      )}
      {rows !== undefined && rows.length > 0 && (
        <>
          <section class="card stack tight">
            <h2>{countWords(rows.length, "failure")}, by the hour</h2>
            <Chart
              bars
              label={`Failures by the hour over 24 hours, ${rows.length} in all`}
              times={times}
              lines={[{ label: "failed", values: counts, tone: "bad" }]}
            />
          </section>
          <ol class="stack tight">
            {byReason(rows).map(([reason, own]) => (
              <li key={reason} class="card reason">
                <strong class="figure num">{own.length}</strong>
                <div class="stack tight">
                  <h2>
                    <a href={addressOf("messages", undefined, { status: "failed", reason })}>
                      {words[reason]?.title ?? reason}
                    </a>
                  </h2>
                  <p class="quiet">
                    <Prose text={own[0]?.detail ?? ""} />
                  </p>
                  {words[reason] !== undefined && (
                    <p>
                      <strong>What to do:</strong> <Prose text={words[reason].fix} />
                    </p>
                  )}
                  <p class="row small quiet">
                    <span class="tag bad">{reason}</span>
                    last {sinceWords(own[0]?.occurredAt ?? 0)}
                    {" · "}
                    {[...new Set(own.map(({ template }) => template ?? "text"))].slice(0, 4).join(", ")}
                  </p>
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
    </Page>
  );
};
