import { setting } from "./setting.js";
import { choice, url, whole } from "./setting-rules.js";

/** Settings of the records of a text: the message log, receipts, and the service's own log. */
export const recordSettings = {
  DATABASE_URL: setting({
    rule: url(["postgres:", "postgresql:"]),
    otherwise: "the last 50,000 messages in memory",
    does: "PostgreSQL: the message log, to search every message of the last `SMS_LOG_DAYS`",
  }),
  SMS_LOG_DAYS: setting({ rule: whole(1, 3_650), byDefault: "90", does: "how long PostgreSQL keeps a message" }),
  SMS_RECEIPTS: setting({
    rule: choice(["simulator", "cloudwatch", "off"]),
    otherwise: "`simulator` with the simulator, else `off`",
    does: "`cloudwatch` reads the account's delivery logs, `simulator` the simulator's: what became of each text, and its price",
  }),
  SMS_RECEIPTS_CALLS_PER_SECOND: setting({
    rule: whole(1, 25),
    byDefault: "2",
    does: "calls of the delivery logs, whose quota the whole account shares",
  }),
  AWS_ENDPOINT_URL_CLOUDWATCH: setting({
    rule: url(["http:", "https:"]),
    otherwise: "CloudWatch; not asked where `AWS_ENDPOINT_URL_SNS` is set",
    does: "another endpoint of the metric that says what the account has spent",
  }),
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: setting({
    rule: url(["http:", "https:"]),
    otherwise: "CloudWatch Logs, or the simulator",
    does: "another endpoint of the delivery logs",
  }),
  JOURNAL_TTL_HOURS: setting({
    rule: whole(1, 8_760),
    byDefault: "168",
    does: "how long a message is remembered; older events are counted and skipped",
  }),
  SHUTDOWN_GRACE_MS: setting({
    rule: whole(0, 600_000),
    byDefault: "15000",
    does: "how long a stop waits for what is in flight",
  }),
  LOG_LEVEL: setting({
    rule: choice(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    byDefault: "info",
    does: "`debug` shows each step of each message, without number, text or code",
  }),
  CONSOLE: setting({
    rule: choice(["on", "off"]),
    byDefault: "on",
    does: "`off` serves no console on `/console/`",
  }),
  LOG_FORMAT: setting({
    rule: choice(["json", "pretty"]),
    otherwise: "`pretty` on a terminal, else `json`",
    does: "how log lines look on standard error",
  }),
};
