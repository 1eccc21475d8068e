import { Prose } from "../kit/prose.js";
import type { Check } from "./answers.js";
import { toneOf } from "./words.js";

/** Each check in its order: what it saw, and what followed. */
export const Trace = ({ steps }: { readonly steps: readonly Check[] }) => (
  <ol class="trace">
    {steps.map(({ rule, verdict, observed, consequence }) => (
      <li key={`${rule} ${observed}`}>
        <span class={`tag ${toneOf(verdict)}`}>{verdict}</span>
        <div>
          <p>
            <strong>{rule}</strong> <span class="quiet">{observed}</span>
          </p>
          {consequence !== "" && (
            <p class="quiet small">
              <Prose text={consequence} />
            </p>
          )}
        </div>
      </li>
    ))}
  </ol>
);
