import type { Config } from "../adapters/environment/config.js";
import { createLimitsStore } from "../adapters/files/limits-store.js";
import { createCloudWatchAccountSpend } from "../adapters/cloudwatch/account-spend.js";
import { AccountWatch } from "../application/controls/account-watch.js";
import { BlockedAccount } from "../application/controls/blocked-account.js";
import { createControlSend } from "../application/controls/control-send.js";
import { createForecastControls } from "../application/controls/forecast-controls.js";
import { createGatherFacts } from "../application/controls/gather-facts.js";
import { createEndDoubt } from "../application/money/end-doubt.js";
import { createKeepBooks } from "../application/money/keep-books.js";
import { createReadSpend } from "../application/money/read-spend.js";
import { awsCredentials } from "./gateway.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

const counted = ["accountWatch", "clock", "hashes", "limits", "moneyLedger", "recipientLog"] as const;

/** Wires the controls: opted-out numbers, caps of the recipient, limits of money. */
export const provideControls = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("limitsStore", [], () => createLimitsStore(config.SMS_LIMITS))
    .provide("limits", ["limitsStore"], ({ limitsStore }) => limitsStore.current)
    .provide("moneyLedger", ["store"], ({ store }) => store.moneyLedger)
    .provide("recipientLog", ["store"], ({ store }) => store.recipientLog)
    .provide(
      "accountWatch",
      ["clock", "limits", "log", "moneyLedger", "smsAccount", "store"],
      ({ store, ...needs }) => {
        const { AWS_ENDPOINT_URL_CLOUDWATCH: endpoint, AWS_ENDPOINT_URL_SNS: other, AWS_REGION: region } = config;
        // Another endpoint than SNS itself is another account than CloudWatch's.
        const isTold =
          config.SMS_GATEWAY === "sns" && region !== undefined && (other === undefined || endpoint !== undefined);
        const accountSpend = isTold
          ? createCloudWatchAccountSpend({ clock: needs.clock, endpoint, region, credentials: awsCredentials })
          : undefined;
        return new AccountWatch({ ...needs, accountSpend, spentWords: store.spentWords });
      },
    )
    .provide(
      "blockedAccount",
      ["breaker", "clock", "log", "store"],
      ({ breaker, clock, log, store: { blockedWords } }) =>
        new BlockedAccount({ blockedWords, clock, log, dropped: (ms) => breaker.dropped(ms, clock.monotonic()) }),
    )
    .provide("controlSend", counted, createControlSend)
    .provide("forecastControls", counted, createForecastControls)
    .provide("gatherFacts", ["forecastControls", "hashes", "optOuts", "store"], ({ store, ...needs }) =>
      createGatherFacts({ ...needs, deadNumbers: store.deadNumbers }),
    )
    .provide("endDoubt", ["hashes", "moneyLedger", "recipientLog"], createEndDoubt)
    .provide(
      "readSpend",
      ["accountWatch", "campaignLedger", "clock", "limits", "moneyLedger"],
      ({ accountWatch, ...needs }) => createReadSpend({ ...needs, account: () => accountWatch.spend }),
    )
    .provide("keepBooks", ["clock", "eventPublisher", "hashes", "journal", "log", "moneyLedger"], createKeepBooks);
