import { clockWords } from "../kit/instant-words.js";
import { Empty, Fault, Page } from "./page.js";
import { useAsked } from "./use-asked.js";

interface Entries {
  readonly entries: readonly {
    readonly seq?: number;
    readonly at: string;
    readonly who: string;
    readonly action: string;
    readonly object: string | null;
    readonly reason: string | null;
    readonly hash: string;
  }[];
}

/** Who did what, and why. */
export const AuditPage = () => {
  const asked = useAsked<Entries>("../v1/audit", undefined, 10_000);
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
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">Who</th>
              <th scope="col">Did</th>
              <th scope="col">To</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ at, who, action, object, reason, hash }) => (
              <tr key={hash}>
                <td class="num" data-label="At">
                  {clockWords(at)}
                </td>
                <td data-label="Who">{who}</td>
                <td data-label="Did">{action}</td>
                <td class="mono free" data-label="To">
                  {object ?? "–"}
                </td>
                <td class="free" data-label="Why">
                  {reason ?? "–"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  );
};
