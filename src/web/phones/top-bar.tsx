import { useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { Icon } from "../kit/icon.js";
import { Question } from "../kit/question.js";
import type { InboxState } from "./inbox.js";
import { notifies, setNotify } from "./notify.js";
import { goTo, type Route } from "./route.js";
import { simulatorCall } from "./simulator-call.js";

interface TopBarProps {
  readonly state: InboxState;
  readonly route: Route;
  readonly onPlans: () => void;
  readonly onKeys: () => void;
}

const linkWords = { loading: "connecting", live: "live", away: "the simulator does not answer" };

/** Name, search, and what concerns all phones. */
export const TopBar = ({ state, route, onPlans, onKeys }: TopBarProps) => {
  const [tells, setTells] = useState(notifies);
  const [asking, setAsking] = useState(false);
  const { count, faults, link } = state;
  return (
    <header class="top">
      <div class="name">
        <strong>Phones</strong>
        <output class="row tight small quiet">
          <span class={`dot ${link === "live" ? "good" : link === "away" ? "bad" : ""}`} />
          {link === "live" ? countWords(count, "text") : linkWords[link]}
        </output>
      </div>
      <search>
        <Icon name="search" />
        <input
          id="search"
          type="search"
          aria-label="Search texts and numbers"
          placeholder="Search texts and numbers"
          value={route.search}
          onInput={(event) => goTo({ ...route, search: event.currentTarget.value }, true)}
        />
      </search>
      <div class="row tight tools">
        <button
          type="button"
          class={faults.length > 0 ? "danger" : "bare"}
          aria-label={faults.length > 0 ? countWords(faults.length, "fault") : "Faults"}
          onClick={onPlans}
        >
          <Icon name="fault" />
          {faults.length > 0 ? countWords(faults.length, "fault") : <span class="wide">Faults</span>}
        </button>
        <button
          type="button"
          class="bare"
          aria-pressed={tells}
          aria-label="Notify me of texts"
          title="Notify me of texts"
          onClick={async () => setTells(await setNotify(!tells))}
        >
          <Icon name="bell" />
        </button>
        <button type="button" class="bare keys" aria-label="Keys" title="Keys" onClick={onKeys}>
          <Icon name="keys" />
        </button>
        <button
          type="button"
          class="bare"
          aria-label="Delete all texts"
          title="Delete all texts"
          disabled={count === 0}
          onClick={() => setAsking(true)}
        >
          <Icon name="trash" />
        </button>
      </div>
      {asking && (
        <Question
          title={`Delete all ${countWords(count, "text")}?`}
          yes="Delete all"
          no="Keep them"
          isDangerous
          onClose={() => setAsking(false)}
          act={async () => {
            if (await simulatorCall("DELETE", "api/messages")) goTo({ search: "" });
            setAsking(false);
            return undefined;
          }}
        >
          <p class="quiet">The phones are empty afterwards. The service keeps what it knows.</p>
        </Question>
      )}
    </header>
  );
};
