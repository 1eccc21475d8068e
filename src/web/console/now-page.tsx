import { useEffect, useState } from "preact/hooks";
import { countWords } from "../kit/count-words.js";
import { moneyText } from "../kit/money-text.js";
import { Chart } from "./chart.js";
import { type Sample, samplesOf, sumOf } from "./metrics.js";
import { Fault, Page } from "./page.js";
import { addressOf } from "./route.js";
import type { Scope } from "./spend-page.js";
import { Stat } from "./stat.js";
import { useAsked } from "./use-asked.js";

interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

const everyMs = 2_000;
/** Ten minutes. */
const mostKept = 300;
const lanes = ["otp", "transactional", "promotional"] as const;

interface Turn {
  readonly at: number;
  readonly sent: number;
  readonly failed: number;
}

const turnOf = (samples: readonly Sample[]): Turn => ({
  at: Date.now() / 1_000,
  sent: sumOf(samples, "sms_outcomes_total", { status: "sent" }),
  failed: sumOf(samples, "sms_outcomes_total", { status: "failed" }),
});

/** Counts become rates between two looks; a service that was started again begins at nothing. */
const ratesOf = (turns: readonly Turn[], of: "sent" | "failed"): readonly number[] =>
  turns.slice(1).map((turn, index) => {
    const before = turns[index]!;
    return Math.max(turn[of] - before[of], 0) / Math.max(turn.at - before.at, 0.001);
  });

/** To the cent: a figure at a glance; the page of spend has it exact. */
const centsText = (micros: number): string => moneyText(Math.round(micros / 10_000) * 10_000);

const Breakers = ({ samples }: { readonly samples: readonly Sample[] }) => {
  const open = samples.filter(({ name, value }) => name === "sms_breaker_open" && value > 0);
  return open.length === 0 ? null : (
    <p class="banner bad" role="alert">
      Nothing is sent: {open.map(({ labels }) => labels["cause"]).join(", ")}. Texts wait, none is lost, and one tries
      again from time to time.
    </p>
  );
};

/** Is it running, how fast, what waits, what is it costing? */
export const NowPage = () => {
  const metrics = useAsked<string>("../metrics", undefined, everyMs);
  const ready = useAsked<Readiness>("../readyz", undefined, everyMs);
  const spend = useAsked<{ readonly scopes: readonly Scope[] }>("../v1/spend", undefined, 10_000);
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  useEffect(() => {
    if (metrics.answer === undefined) return;
    const turn = turnOf(samplesOf(metrics.answer));
    setTurns((kept) => [...kept, turn].slice(-mostKept));
  }, [metrics.answer]);
  const samples = samplesOf(metrics.answer ?? "");
  const sent = ratesOf(turns, "sent");
  const failed = ratesOf(turns, "failed");
  const lately = turns.length < 2 ? undefined : sent.slice(-5).reduce((a, b) => a + b, 0) / Math.min(sent.length, 5);
  const month = spend.answer?.scopes.find(({ scope }) => scope === "month");
  const state = ready.answer;
  const ageOf = (lane: string) => sumOf(samples, "sms_queue_age_seconds", { lane });
  const parked = sumOf(samples, "sms_parked");
  const doubts = sumOf(samples, "sms_in_doubt");
  const letters = sumOf(samples, "sms_dead_letters_total");
  return (
    <Page title="Now" lead="Is it running, how fast, and what waits?">
      <Fault of={metrics} />
      <Breakers samples={samples} />
      {state?.ready === false && (
        <p class="banner bad" role="alert">
          Not ready: {state.reasons.join("; ")}
        </p>
      )}
      <div class="stats">
        <Stat
          name="Texts a second"
          value={lately === undefined ? "…" : lately.toFixed(1)}
          note={countWords(sumOf(samples, "sms_outcomes_total", { status: "sent" }), "text sent", "texts sent")}
        />
        <Stat name="In flight" value={String(sumOf(samples, "sms_in_flight"))} note="with the gateway" />
        <Stat name="Waiting" value={String(parked)} note="for their hour" href={addressOf("scheduled")} />
        <Stat
          name="In doubt"
          value={String(doubts)}
          note={doubts === 0 ? "nobody has to look" : "look them up"}
          tone={doubts > 0 ? "warn" : undefined}
          href={addressOf("in-doubt")}
        />
        <Stat
          name="Dead letters"
          value={String(letters)}
          note="since the start"
          tone={letters > 0 ? "warn" : undefined}
          href={addressOf("dead-letters")}
        />
        <Stat
          name="This month"
          value={month === undefined ? "…" : centsText(month.spent + month.reserved)}
          note={month?.limit == null ? "no limit is set" : `of ${moneyText(month.limit)}`}
          href={addressOf("spend")}
        />
      </div>
      <section class="card stack tight">
        <h2>Outcomes a second</h2>
        {turns.length < 3 ? (
          <p class="chart-wait quiet">Two looks make a rate; it begins in a moment.</p>
        ) : (
          <Chart
            label={`Texts a second since this page was opened: ${lately?.toFixed(1) ?? "none yet"} sent`}
            times={turns.slice(1).map(({ at }) => at)}
            lines={[
              { label: "sent", values: sent, tone: "accent" },
              { label: "failed", values: failed, tone: "bad" },
            ]}
          />
        )}
      </section>
      <div class="halves">
        <section class="card stack tight">
          <h2>Oldest in each lane</h2>
          <dl class="facts num">
            {lanes.flatMap((lane) => [
              <dt key={lane}>{lane}</dt>,
              <dd key={`${lane} age`} class={ageOf(lane) > (lane === "otp" ? 5 : 60) ? "warn" : ""}>
                {ageOf(lane) === 0 ? "nothing waits" : `${ageOf(lane).toFixed(1)} s`}
              </dd>,
            ])}
          </dl>
        </section>
        <section class="card stack tight">
          <h2>Weak points</h2>
          {state?.warnings.length === 0 ? (
            <p class="quiet">None.</p>
          ) : (
            <ul class="stack tight">
              {state?.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </Page>
  );
};
