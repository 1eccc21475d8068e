import { countWords } from "../kit/count-words.js";
import { Prose } from "../kit/prose.js";
import type { DoctorCheck } from "./answers.js";
import { Fault, Page } from "./page.js";
import { useAsked } from "./use-asked.js";
import { toneOf } from "./words.js";

const order = ["fail", "warn", "ok", "skipped"];

/** The faults that stand between this deployment and production. */
export const DoctorPage = () => {
  const asked = useAsked<{ readonly checks: readonly DoctorCheck[] }>("../v1/doctor");
  const checks = (asked.answer?.checks ?? []).toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  const count = (verdict: string) => checks.filter((one) => one.verdict === verdict).length;
  return (
    <Page
      title="Doctor"
      lead="What stands between this deployment and production?"
      tools={
        <button type="button" onClick={() => void asked.again()}>
          Look again
        </button>
      }
    >
      <Fault of={asked} />
      {checks.length > 0 && (
        <p class="row">
          <span class={`tag ${count("fail") > 0 ? "bad" : ""}`}>{countWords(count("fail"), "fault")}</span>
          <span class={`tag ${count("warn") > 0 ? "warn" : ""}`}>
            {countWords(count("warn"), "weakness", "weaknesses")}
          </span>
          <span class="tag good">{count("ok")} well</span>
        </p>
      )}
      <ol class="stack tight">
        {checks.map(({ check, verdict, evidence, why, fix }) => (
          <li key={check} class="card check">
            <span class={`tag ${toneOf(verdict)}`}>{verdict}</span>
            <div class="stack close">
              <h2>{check}</h2>
              <p>
                <Prose text={evidence} />
              </p>
              {verdict !== "ok" && verdict !== "skipped" && <p class="quiet">{why}.</p>}
              {fix !== "" && (
                <p>
                  <strong>What to do:</strong> <Prose text={fix} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Page>
  );
};
