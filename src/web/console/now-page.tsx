import { countWords } from "../kit/count-words.js";
import { clockWords } from "../kit/instant-words.js";
import { moneyText } from "../kit/money-text.js";
import { Prose } from "../kit/prose.js";
import type { Figures, SpendScope } from "./answers.js";
import { Chart } from "./chart.js";
import { useLive } from "./live.js";
import { Page } from "./page.js";
import { addressOf } from "./route.js";
import { Stat } from "./stat.js";
import { useAsked } from "./use-asked.js";

const lanes = ["otp", "transactional", "promotional"] as const;
/** The rate beside the chart is of the last ten seconds. */
const lately = 5;

/** Counts become rates between two looks at one process. */
const ratesOf = (looks: readonly Figures[], of: "sent" | "failed"): readonly (number | null)[] =>
  looks.slice(1).map((look, index) => {
    const before = looks[index]!;
    if (look.process !== before.process) return null;
    return ((look[of] - before[of]) * 1_000) / Math.max(look.at - before.at, 1);
  });

const meanOf = (rates: readonly (number | null)[]): number | undefined => {
  const known = rates.filter((rate) => rate !== null);
  return known.length === 0 ? undefined : known.reduce((sum, rate) => sum + rate, 0) / known.length;
};

/** To the cent: a figure at a glance; the page of spend has it exact. */
const centsText = (micros: number): string => moneyText(Math.round(micros / 10_000) * 10_000);

/** Is it running, how fast, what waits, what is it costing? */
export const NowPage = () => {
  const { link, looks } = useLive();
  const spend = useAsked<{ readonly scopes: readonly SpendScope[] }>("../v1/spend", undefined, 10_000);
  const sent = ratesOf(looks, "sent");
  const failed = ratesOf(looks, "failed");
  const rate = meanOf(sent.slice(-lately));
  const month = spend.answer?.scopes.find(({ scope }) => scope === "month");
  const now = looks.at(-1);
  const counted = (value: number | undefined): string => (value === undefined ? "…" : String(value));
  return (
    <Page title="Now" lead="Is it running, how fast, and what waits?">
      {link === "away" && (
        <p class="banner bad" role="alert">
          The service does not answer
          {now === undefined ? "" : `; these are the figures of ${clockWords(new Date(now.at).toISOString())}`}. It is
          tried again and again.
        </p>
      )}
      {now !== undefined && now.breakers.length > 0 && (
        <p class="banner bad" role="alert">
          Nothing is sent: {now.breakers.join(", ")}. Texts wait, none is lost, and one tries again from time to time.
        </p>
      )}
      {now !== undefined && now.troubles.length > 0 && (
        <p class="banner bad" role="alert">
          Not ready: {now.troubles.join("; ")}
        </p>
      )}
      <div class="stats">
        <Stat
          name="Texts a second"
          value={rate === undefined ? "…" : rate.toFixed(1)}
          note={now === undefined ? "" : countWords(now.sent, "text sent", "texts sent")}
        />
        <Stat name="In flight" value={counted(now?.inFlight)} note="with the gateway" />
        <Stat name="Waiting" value={counted(now?.parked)} note="for their hour" href={addressOf("scheduled")} />
        <Stat
          name="In doubt"
          value={counted(now?.inDoubt)}
          note={(now?.inDoubt ?? 0) === 0 ? "nobody has to look" : "look them up"}
          tone={(now?.inDoubt ?? 0) > 0 ? "warn" : undefined}
          href={addressOf("in-doubt")}
        />
        <Stat
          name="Dead letters"
          value={counted(now?.deadLetters)}
          note="since the start"
          tone={(now?.deadLetters ?? 0) > 0 ? "warn" : undefined}
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
        {looks.length < 3 ? (
          <p class="chart-wait quiet">Two looks make a rate; it begins in a moment.</p>
        ) : (
          <Chart
            label={`Texts a second in the last minutes: ${rate?.toFixed(1) ?? "none yet"} sent`}
            times={looks.slice(1).map(({ at }) => at / 1_000)}
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
              <dd key={`${lane} age`} class={(now?.oldest[lane] ?? 0) > (lane === "otp" ? 5 : 60) ? "warn" : ""}>
                {(now?.oldest[lane] ?? 0) === 0 ? "nothing waits" : `${now?.oldest[lane]?.toFixed(1)} s`}
              </dd>,
            ])}
          </dl>
        </section>
        <section class="card stack tight">
          <h2>Weak points</h2>
          {now?.warnings.length === 0 ? (
            <p class="quiet">None.</p>
          ) : (
            <ul class="stack tight">
              {now?.warnings.map((warning) => (
                <li key={warning}>
                  <Prose text={warning} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </Page>
  );
};
