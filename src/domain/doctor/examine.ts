import * as account from "./account-checks.js";
import type { Deployment } from "./deployment.js";
import type { Examined, Finding } from "./examination.js";
import * as own from "./own-checks.js";

/** In the order in which a person would fix them. */
const checks: readonly (readonly [check: string, why: string, of: (deployment: Deployment) => Finding])[] = [
  ["ready", "What is not ready sends nothing", own.ready],
  ["start", "What is weak works until the day it matters", own.started],
  ["clocks", "Deadlines, hours and codes are as right as the clocks", own.clocks],
  ["gateway", "Only Amazon SNS reaches real phones", own.gateway],
  ["account", "SNS must answer before it can be trusted with a text", account.accountAnswers],
  ["sandbox", "In the sandbox SNS texts verified numbers only", account.sandbox],
  ["spend-limit", "SNS stops silently once the month's limit is spent", account.spendLimit],
  ["delivery-logs", "Without them nobody knows what arrived", account.deliveryLogs],
  ["events", "Events that live in a process die with it", own.events],
  ["journal", "The journal keeps a text from being sent twice", own.journal],
  ["message-log", "Somebody will ask what became of an order", own.messageLog],
  ["api-keys", "Whoever reaches an open door sends texts on your account", own.keys],
  ["secrets", "Hashes and codes under a key that changes are lost at each restart", own.secrets],
  ["sender", "Carriers drop texts whose sender they do not know", own.senders],
  ["countries", "A code to a dear country is money for whoever asked for it", own.countries],
  ["prices", "Estimates and budgets are as true as the price book", own.prices],
  ["templates", "A fault in a template costs parts or the whole text", own.templates],
  ["rates", "SNS throttles what is faster than its quota", own.rates],
  ["one-time-codes", "Codes are what people wait for", own.codes],
  ["code-budget", "Pumped through many ranges at once, codes cost what nobody planned", own.codeBudget],
  ["in-doubt", "A text in doubt waits for somebody to look it up", own.doubts],
  ["schedule", "A text that waits is known to Redis alone", own.orphans],
  ["campaigns", "A campaign that paused by itself waits for a person", own.campaigns],
  ["webhooks", "A receiver that is off misses events and does not know it", own.webhooks],
  ["alarms", "A service nobody watches fails unseen", own.alarms],
];

/** Lists the obstacles between this deployment and production, each with the observed value and the cure. */
export const examine = (deployment: Deployment): readonly Examined[] =>
  checks.map(([check, why, of]) => ({ check, why, fix: "", ...of(deployment) }));
