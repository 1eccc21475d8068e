import { toneOf } from "./words.js";

export interface TraceStep {
  readonly rule: string;
  readonly verdict: string;
  readonly observed: string;
  readonly consequence: string;
}

/** Each check in its order: what it saw, and what followed. */
export const Trace = ({ steps }: { readonly steps: readonly TraceStep[] }) => (
  <ol class="trace">
    {steps.map(({ rule, verdict, observed, consequence }) => (
      <li key={`${rule} ${observed}`}>
        <span class={`tag ${toneOf(verdict)}`}>{verdict}</span>
        <div>
          <p>
            <strong>{rule}</strong> <span class="quiet">{observed}</span>
          </p>
          {consequence !== "" && <p class="quiet small">{consequence}</p>}
        </div>
      </li>
    ))}
  </ol>
);
