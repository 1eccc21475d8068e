import { Prose } from "../kit/prose.js";
import type { Told } from "./told.js";

const looks: Readonly<Record<string, string>> = { pass: "good", warning: "warn", defer: "warn", refuse: "bad" };

/** Each check, what it saw and what followed. */
export const TraceList = ({ trace }: { readonly trace: Told["trace"] }) => (
  <ol class="trace">
    {trace.map(({ rule, verdict, observed, consequence }) => (
      <li key={`${rule} ${observed}`}>
        <span class={`dot ${looks[verdict] ?? ""}`} title={verdict} />
        <div>
          <p>
            <strong>{rule}</strong> <span class="unseen">{verdict}</span> <span class="quiet">{observed}</span>
          </p>
          {consequence !== "" && (
            <p class="small quiet">
              <Prose text={consequence} />
            </p>
          )}
        </div>
      </li>
    ))}
  </ol>
);
