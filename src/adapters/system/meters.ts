import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Meters } from "../../application/ports/meters.js";
import type { ReceiptMeters } from "../../application/ports/receipt-meters.js";
import type { OtpMeters } from "../../application/ports/otp-meters.js";
import { lanes, type MessageClass } from "../../domain/message-class.js";
import {
  anomalies,
  authFailures,
  breakerCauses,
  deadLetterCauses,
  errorPlaces,
  gatewayAnswers,
  journalSteps,
  outcomeLabels,
  receiptAnswers,
  receiptEvents,
  webhookResults,
} from "./known-labels.js";

/** A sum of money; `limit` null: there is none. */
export interface MeteredSpend {
  readonly scope: string;
  readonly spent: number;
  readonly reserved: number;
  readonly limit: number | null;
}

/** Records of one partition that are not committed yet. */
export interface Lag {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
}

/** Prometheus text of every counter, and of gauges that are read when it is asked for. */
export interface PrometheusMeters extends Meters, OtpMeters, ReceiptMeters {
  /** The age of the oldest record of the lane that is not completed. */
  queueAge(lane: MessageClass, seconds: number): void;
  ready(isReady: boolean): void;
  /** The number of messages in doubt. */
  inDoubt(count: number): void;
  /** The number of entries of each lane in the schedule. */
  parked(counts: Readonly<Record<MessageClass, number>>): void;
  campaignRecipients(counts: Readonly<Record<string, number>>): void;
  /** The lag of our present partitions; earlier values of others are forgotten. */
  consumerLag(partitions: readonly Lag[]): void;
  /** Every sum of money and its limit, in micro-USD; earlier values of others are forgotten. */
  spend(scopes: readonly MeteredSpend[]): void;
  /** The share of the class's rate that goes, since the gateway throttled. */
  rateFactor(of: MessageClass, factor: number): void;
  /** Age of the oldest outcome that the message log has not taken yet. */
  logLag(seconds: number): void;
  /** Since AWS's opt-out list was last read whole. */
  optOutSyncAge(seconds: number): void;
  /** Actual by estimated price of the last days, by country; earlier values of others are forgotten. */
  priceDrift(ratios: ReadonlyMap<string, number>): void;
  text(): Promise<string>;
}

const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `topics`: all that are consumed. */
export const createMeters = (topics: readonly string[]): PrometheusMeters => {
  const registers = [new Registry()];
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string, labelNames: string[]) => new Gauge({ name, help, labelNames, registers });
  const seconds = (name: string, help: string, labelNames: string[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const ready = gauge("sms_ready", "1 while this worker is ready", []);
  const consumed = counter("sms_events_consumed_total", "Records taken from a topic", ["topic"]);
  const outcomes = counter("sms_outcomes_total", "Outcomes published", ["class", "status", "reason"]);
  const inFlight = gauge("sms_in_flight", "Messages from mark to settle", ["lane"]);
  const age = gauge("sms_queue_age_seconds", "Age of the oldest record taken and not completed", ["lane"]);
  const deadLetters = counter("sms_dead_letters_total", "Records written to the dead-letter topic", ["cause"]);
  const breaker = gauge("sms_breaker_open", "1 while nothing is sent for this cause", ["cause"]);
  const gateway = seconds("sms_gateway_seconds", "One call of the gateway", ["answer"]);
  const journal = seconds("sms_journal_seconds", "One step of the journal", ["step"]);
  const inDoubt = gauge("sms_in_doubt", "Messages of which nobody knows whether they went out", []);
  const recipients = gauge("sms_campaign_recipients", "Recipients of campaigns at work", ["state"]);
  const parked = gauge("sms_parked", "Messages that wait in the schedule", ["class"]);
  const lag = gauge("sms_consumer_lag", "Records not committed yet", ["topic", "partition"]);
  const logLag = gauge("sms_log_lag_seconds", "Age of the oldest outcome the message log has not taken yet", []);
  const rateFactor = gauge("sms_rate_factor", "Share of the class's rate that goes since the gateway throttled", [
    "class",
  ]);
  const syncAge = gauge("sms_opt_out_sync_age_seconds", "Since AWS's opt-out list was last read whole", []);
  const spent = gauge("sms_spend_micros", "Micro-USD spent or reserved in the current period", ["scope"]);
  const spendLimit = gauge("sms_spend_limit_micros", "Micro-USD that may be spent in a period", ["scope"]);
  const codes = counter("sms_otp_total", "One-time codes asked for and entered", ["purpose", "event"]);
  const auth = counter("sms_auth_failures_total", "Requests refused for their key, or for the page they came from", [
    "reason",
  ]);
  const webhooks = counter("sms_webhook_deliveries_total", "Tries to deliver an outcome to a webhook", ["result"]);
  const rare = counter("sms_anomalies_total", "What an operator should look at", ["what"]);
  const receipts = counter("sms_receipts_total", "Receipts taken, and what each one told", ["status"]);
  const polled = gauge("sms_receipts_polling", "1 on the worker that reads the delivery logs", []);
  const calls = counter("sms_receipt_calls_total", "Calls of the delivery logs", ["answer"]);
  const drift = gauge("sms_price_drift_ratio", "Actual by estimated price of texts with a receipt", ["country"]);
  const faults = counter("sms_internal_errors_total", "Errors that no outage explains", ["where"]);
  for (const topic of topics) consumed.inc({ topic }, 0);
  for (const labels of outcomeLabels) outcomes.inc({ ...labels }, 0);
  for (const lane of lanes) for (const one of [inFlight, age]) one.set({ lane }, 0);
  for (const cause of deadLetterCauses) deadLetters.inc({ cause }, 0);
  for (const cause of breakerCauses) breaker.set({ cause }, 0);
  for (const answer of gatewayAnswers) gateway.zero({ answer });
  for (const step of journalSteps) journal.zero({ step });
  for (const reason of authFailures) auth.inc({ reason }, 0);
  for (const where of errorPlaces) faults.inc({ where }, 0);
  for (const status of receiptEvents) receipts.inc({ status }, 0);
  for (const answer of receiptAnswers) calls.inc({ answer }, 0);
  for (const result of webhookResults) webhooks.inc({ result }, 0);
  for (const what of anomalies) rare.inc({ what }, 0);
  return {
    eventConsumed: (topic) => consumed.inc({ topic }),
    outcome: (messageClass, status, reason) => outcomes.inc({ class: messageClass, status, reason: reason ?? "" }),
    inFlight: (lane, change) => inFlight.inc({ lane }, change),
    queueAge: (lane, value) => age.set({ lane }, value),
    deadLetter: (cause) => deadLetters.inc({ cause }),
    breaker: (cause, open) => breaker.set({ cause }, open ? 1 : 0),
    gatewaySeconds: (value, answer) => gateway.observe({ answer }, value),
    journalSeconds: (value, step) => journal.observe({ step }, value),
    ready: (isReady) => ready.set(isReady ? 1 : 0),
    inDoubt: (count) => inDoubt.set(count),
    campaignRecipients: (counts) => {
      for (const [state, count] of Object.entries(counts)) recipients.set({ state }, count);
    },
    parked: (counts) => {
      for (const lane of lanes) parked.set({ class: lane }, counts[lane]);
    },
    consumerLag: (partitions) => {
      lag.reset();
      for (const { topic, partition, lag: records } of partitions)
        lag.set({ topic, partition: String(partition) }, records);
    },
    otp: (purpose, event) => codes.inc({ purpose, event }),
    webhookDelivery: (result) => webhooks.inc({ result }),
    authFailure: (reason) => auth.inc({ reason }),
    spend: (scopes) => {
      for (const one of [spent, spendLimit]) one.reset();
      for (const { limit, reserved, scope, spent: micros } of scopes) {
        spent.set({ scope }, micros + reserved);
        if (limit !== null) spendLimit.set({ scope }, limit);
      }
    },
    rateFactor: (of, factor) => rateFactor.set({ class: of }, factor),
    logLag: (value) => logLag.set(value),
    internalError: (where) => faults.inc({ where }),
    receipt: (status) => receipts.inc({ status }),
    receiptsPolled: (here) => polled.set(here ? 1 : 0),
    receiptCall: (answer) => calls.inc({ answer }),
    priceDrift: (ratios) => {
      drift.reset();
      for (const [country, ratio] of ratios) drift.set({ country }, ratio);
    },
    count: (what) => rare.inc({ what }),
    optOutSyncAge: (value) => syncAge.set(value),
    text: () => registers[0]!.metrics(),
  };
};
