import { randomUUID } from "node:crypto";
import type { Clock } from "../../application/ports/clock.js";
import { lanes } from "../../domain/message-class.js";
import { samplesOf, sumOf } from "./metric-samples.js";

export interface FigureNeeds {
  readonly clock: Pick<Clock, "monotonic" | "now">;
  readonly metrics: () => Promise<string>;
  readonly troubles: () => readonly string[];
  readonly warnings: () => readonly string[];
}

/** Counts of running, waiting and failed texts at one instant, of this process. */
export interface Figures {
  /** Unix milliseconds; each look's is later than the one before. */
  readonly at: number;
  /** Names the process: counts of two processes make no rate. */
  readonly process: string;
  readonly sent: number;
  readonly failed: number;
  readonly inFlight: number;
  readonly parked: number;
  readonly inDoubt: number;
  readonly deadLetters: number;
  /** Age of the oldest in each lane, in seconds. */
  readonly oldest: Readonly<Record<string, number>>;
  /** Causes for which nothing is sent. */
  readonly breakers: readonly string[];
  /** Empty when ready; otherwise why not. */
  readonly troubles: readonly string[];
  readonly warnings: readonly string[];
}

export const lookEveryMs = 2_000;
/** Ten minutes. */
const mostKept = 300;
/** A timer may wake a little early. */
const freshMs = lookEveryMs - 200;

/** The looks later than `at`, oldest first; any number of readers share one look. */
export type ReadFigures = (at: number) => Promise<readonly Figures[]>;

export const createReadFigures = ({ clock, metrics, troubles, warnings }: FigureNeeds): ReadFigures => {
  const process = randomUUID();
  const kept: Figures[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    const samples = samplesOf(await metrics());
    lookedAt = clock.monotonic();
    const open = samples.filter(({ name, value }) => name === "sms_breaker_open" && value > 0);
    kept.push({
      at: Math.max(clock.now().getTime(), (kept.at(-1)?.at ?? 0) + 1),
      process,
      sent: sumOf(samples, "sms_outcomes_total", { status: "sent" }),
      failed: sumOf(samples, "sms_outcomes_total", { status: "failed" }),
      inFlight: sumOf(samples, "sms_in_flight"),
      parked: sumOf(samples, "sms_parked"),
      inDoubt: sumOf(samples, "sms_in_doubt"),
      deadLetters: sumOf(samples, "sms_dead_letters_total"),
      oldest: Object.fromEntries(lanes.map((lane) => [lane, sumOf(samples, "sms_queue_age_seconds", { lane })])),
      breakers: open.map(({ labels }) => labels["cause"] ?? ""),
      troubles: troubles(),
      warnings: warnings(),
    });
    if (kept.length > mostKept) kept.shift();
  };

  return async (at) => {
    if (clock.monotonic() - lookedAt >= freshMs) {
      looking ??= look().finally(() => {
        looking = undefined;
      });
      await looking;
    }
    const newest = kept.at(-1);
    // A reader that comes from an instance whose clock is ahead gets the newest, and goes on from there.
    return newest !== undefined && newest.at < at ? [newest] : kept.filter((one) => one.at > at);
  };
};
