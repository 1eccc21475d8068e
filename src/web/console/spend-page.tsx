import { clockWords } from "../kit/instant-words.js";
import { moneyText } from "../kit/money-text.js";
import type { SpendScope } from "./answers.js";
import { Fault, Page } from "./page.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";

const toneOf = (share: number): string => (share >= 0.95 ? "bad" : share >= 0.8 ? "warn" : "accent");

const Budget = ({ spent, reserved, limit }: SpendScope) => {
  if (limit === null) return <span class="quiet">no limit</span>;
  const share = limit === 0 ? 1 : (spent + reserved) / limit;
  return (
    <span class="row tight">
      <progress class={toneOf(share)} max={1} value={Math.min(share, 1)} aria-label="Share of the limit" />
      <span class="num">{Math.round(share * 100)} %</span>
    </span>
  );
};

/** Money: spent, promised and left. */
export const SpendPage = () => {
  const asked = useAsked<{ readonly scopes: readonly SpendScope[] }>("../v1/spend", undefined, 5_000);
  const scopes = asked.answer?.scopes ?? [];
  const month = scopes.find(({ scope }) => scope === "month");
  return (
    <Page title="Spend" lead="What was spent, what is in work, and what is left?">
      <Fault of={asked} />
      {month?.forecast !== undefined && (
        <p class="card">
          The month will have cost about <strong class="num">{moneyText(month.forecast)}</strong>
          {month.runsOutOn === undefined ? "." : `; its limit is passed on ${month.runsOutOn}.`}{" "}
          <span class="quiet">{month.forecastBasis}</span>
        </p>
      )}
      {scopes.length > 0 && (
        <Table
          rows={scopes}
          keyOf={({ scope }) => scope}
          columns={[
            { name: "Scope", of: ({ scope }) => scope },
            { name: "Period", look: "num", of: ({ period }) => period },
            { name: "Spent", look: "right num", of: ({ spent }) => moneyText(spent) },
            { name: "In work", look: "right num", of: ({ reserved }) => moneyText(reserved) },
            { name: "Limit", look: "right num", of: ({ limit }) => (limit === null ? null : moneyText(limit)) },
            { name: "Used", of: (one) => <Budget {...one} /> },
            { name: "Resets", look: "num", of: ({ resetsAt }) => (resetsAt === null ? "never" : clockWords(resetsAt)) },
          ]}
        />
      )}
      {scopes.every(({ limit }) => limit === null) && asked.answer !== undefined && (
        <p class="quiet">
          No limit is set: nothing stops a loop from spending. A file named by <code>SMS_LIMITS</code> sets them by
          month, day, class, country and caller; <code>sms limits check FILE</code> says what it comes to.
        </p>
      )}
    </Page>
  );
};
