import { setting } from "./setting.js";
import { choice, url, whole } from "./setting-rules.js";

/** Receipts: what became of texts, and their prices. */
export const receiptSettings = {
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
};
