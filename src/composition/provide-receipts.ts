import { randomUUID } from "node:crypto";
import { createCloudWatchReceiptSource } from "../adapters/cloudwatch/receipt-source.js";
import type { Config } from "../adapters/environment/config.js";
import { tracedPublishing } from "../adapters/telemetry/traced-publishing.js";
import type { ReceiptSource } from "../application/ports/receipt-source.js";
import { CallBudget } from "../application/receipts/call-budget.js";
import { createLearnFromReceipt } from "../application/receipts/learn-from-receipt.js";
import { createPollReceipts, type PollReceipts } from "../application/receipts/poll-receipts.js";
import { createProposeEnds } from "../application/receipts/propose-ends.js";
import { createReadDrifts } from "../application/receipts/read-drifts.js";
import { createReadRange } from "../application/receipts/read-range.js";
import { createReconcile } from "../application/receipts/reconcile.js";
import { createReplayReceipts, type ReplayReceipts } from "../application/receipts/replay-receipts.js";
import { awsCredentials, simulated, simulatedRegion } from "./gateway.js";
import { createWatchPrices } from "../application/receipts/watch-prices.js";
import { createReceipts } from "./receipts.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

/** A laptop's simulator is asked more often than an account whose quota others share. */
const everyMs = { simulator: 1_000, cloudwatch: 15_000 } as const;

const sourceOf = (config: Config, simulatorUrl: string | undefined): ReceiptSource | undefined => {
  const region = config.AWS_REGION ?? simulatedRegion;
  const given = config.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS;
  switch (config.receipts) {
    case "off":
      return undefined;
    case "cloudwatch":
      return createCloudWatchReceiptSource({ region, endpoint: given, credentials: awsCredentials });
    case "simulator": {
      const endpoint = given ?? config.AWS_ENDPOINT_URL_SNS ?? simulatorUrl;
      return createCloudWatchReceiptSource({ region, endpoint, credentials: simulated });
    }
  }
};

const needed = [
  ...(["clock", "endDoubt", "events", "hashes", "journal", "learn", "limits", "log", "meters"] as const),
  "store",
] as const;

export const provideReceipts = (
  wiring: Wiring<Services>,
  config: Config,
  simulatorUrl: string | undefined,
): Wiring<Services> =>
  wiring
    // Consent publishes through a publisher that includes receipts, so it is asked for only once there is something
    // to learn.
    .provide("learn", ["hashes", "store"], ({ hashes, store: { deadNumbers } }) =>
      createLearnFromReceipt({
        ...{ deadNumbers, hashes },
        optOut: (to, { outcome, receipt }) =>
          wiring.get("changeConsent")({
            change: { to, choice: "opt-out", at: receipt.at.toISOString() },
            identity: `receipt\n${outcome.messageId}`,
            ...{ toldAt: receipt.at, source: "receipt", by: null },
          }),
        // The simulator's account stops nothing.
        blocked: async (at) => (config.SMS_GATEWAY === "sns" ? wiring.get("blockedAccount").heard(at) : undefined),
        spentUp: async (at) => (config.SMS_GATEWAY === "sns" ? wiring.get("accountWatch").heardSpent(at) : undefined),
      }),
    )
    .provide("receipts", needed, createReceipts)
    .provide("eventPublisher", ["receipts"], ({ receipts }) => tracedPublishing(receipts.publisher))
    .provide("receiptSource", [], () => ({ source: sourceOf(config, simulatorUrl) }))
    .provide(
      "pollReceipts",
      ["clock", "log", "meters", "receipts", "receiptSource", "store"],
      (needs): PollReceipts => {
        const { clock, log, meters, receipts, store } = needs;
        const receiptSource = needs.receiptSource.source;
        if (receiptSource === undefined || config.receipts === "off") return async () => undefined;
        const { receiptProgress } = store;
        const budget = new CallBudget(clock, config.SMS_RECEIPTS_CALLS_PER_SECOND);
        const { takeLine } = receipts;
        const readRange = createReadRange({ budget, receiptMeters: meters, receiptProgress, receiptSource, takeLine });
        const poll = createPollReceipts({
          ...{ clock, log, readRange, receiptProgress, receiptSource, receiptMeters: meters },
          everyMs: everyMs[config.receipts],
          owner: randomUUID(),
        });
        return async (stop) => {
          await poll(stop);
          receiptSource.close();
        };
      },
    )
    .provide("proposeEnds", ["hashes", "journal", "store"], ({ store: { receiptIndex }, ...needs }) =>
      createProposeEnds({ ...needs, receiptIndex }),
    )
    .provide("reconcile", ["clock", "store"], ({ clock, store: { receiptIndex } }) =>
      createReconcile({ clock, receiptIndex }),
    )
    .provide("readDrifts", ["clock", "store"], ({ clock, store: { receiptIndex } }) =>
      createReadDrifts({ clock, receiptIndex }),
    )
    .provide("watchPrices", ["clock", "log", "readDrifts"], createWatchPrices)
    .provide("replayReceipts", ["clock", "log", "meters", "receipts", "receiptSource"], (needs): ReplayReceipts => {
      const { clock, log, meters, receipts } = needs;
      const receiptSource = needs.receiptSource.source;
      if (receiptSource === undefined) return () => "off";
      const { takeLine } = receipts;
      const budget = new CallBudget(clock, config.SMS_RECEIPTS_CALLS_PER_SECOND);
      const everyLine = { untaken: async (ids: readonly string[]) => ids, taken: async () => undefined };
      const needed = { budget, receiptMeters: meters, receiptProgress: everyLine, receiptSource, takeLine };
      return createReplayReceipts({ log, readRange: createReadRange(needed), receiptSource });
    });
