import { clockWords } from "../kit/instant-words.js";
import type { AuditEntry } from "./answers.js";
import { Empty, Fault, Page } from "./page.js";
import { Table } from "./table.js";
import { useAsked } from "./use-asked.js";

/** The actions of operators, each with its author and reason. */
export const AuditPage = () => {
  const asked = useAsked<{ readonly entries: readonly AuditEntry[] }>("../v1/audit", undefined, 10_000);
  const entries = asked.answer?.entries ?? [];
  return (
    <Page title="Audit" lead="Who changed what, and why?">
      <Fault of={asked} />
      {asked.answer !== undefined && entries.length === 0 && (
        <Empty title="Nobody changed anything yet">
          <p>
            Each action of an operator stands here, whichever door it took; each entry is chained to the one before, and{" "}
            <code>sms audit verify</code> finds the first that was tampered with.
          </p>
        </Empty>
      )}
      {entries.length > 0 && (
        <Table
          rows={entries}
          keyOf={({ mac }) => mac}
          columns={[
            { name: "At", look: "num", of: ({ at }) => clockWords(at) },
            { name: "Who", of: ({ who }) => who },
            { name: "Did", of: ({ action }) => action },
            { name: "To", look: "mono free", of: ({ object }) => object },
            { name: "Why", look: "free", of: ({ reason }) => reason },
          ]}
        />
      )}
    </Page>
  );
};
