import type { Config } from "../adapters/environment/config.js";
import { createProcessMeters } from "../adapters/system/process-meters.js";
import { standingCampaigns } from "../application/operators/standing-campaigns.js";
import { createChangeAccount } from "../application/operators/change-account.js";
import { createExamineDeployment } from "../application/operators/examine-deployment.js";
import { createReadAudit } from "../application/operators/read-audit.js";
import { createRecordAction } from "../application/operators/record-action.js";
import { createReadAccount } from "../application/operators/read-account.js";
import { auditKey, createAuditTrail } from "./audit-trail.js";
import { createAccount, simulatedRegion } from "./gateway.js";
import type { Services } from "./services.js";
import { shippedVersion } from "./shipped.js";
import { createStanding } from "./standing.js";
import type { Wiring } from "./wiring.js";

/** An operator's questions about the whole deployment, and what operators change of its account. */
export const provideOperators = (
  wiring: Wiring<Services>,
  config: Config,
  simulatorUrl: string | undefined,
): Wiring<Services> =>
  wiring
    .provide("smsAccount", [], () => createAccount(config, simulatorUrl))
    .provide("readAccount", ["smsAccount"], ({ smsAccount }) =>
      createReadAccount({ smsAccount, gateway: config.SMS_GATEWAY, region: config.AWS_REGION ?? simulatedRegion }),
    )
    .provide("changeAccount", ["smsAccount"], ({ smsAccount }) =>
      createChangeAccount({ smsAccount, defaultCountry: config.SMS_DEFAULT_COUNTRY }),
    )
    .provide("processMeters", [], () => createProcessMeters(shippedVersion()))
    .provide("auditTrail", ["hashes"], ({ hashes }) => createAuditTrail(config, auditKey(hashes)))
    .provide("readAudit", ["auditTrail", "hashes"], ({ auditTrail, hashes }) =>
      createReadAudit({ auditTrail, keyed: auditKey(hashes) }),
    )
    .provide("recordAction", ["auditTrail", "clock", "log", "randomness", "stopping"], createRecordAction)
    .provide(
      "examineDeployment",
      [
        ...([
          "accountWatch",
          "blockedAccount",
          "campaignLedger",
          "config",
          "events",
          "facts",
          "journal",
          "limits",
          "logFiller",
          "mendOrphans",
          "messageLog",
          "otpPolicies",
        ] as const),
        ...(["readDrifts", "readiness", "smsAccount", "store", "warnings", "webhookStore"] as const),
      ],
      ({ campaignLedger, journal, messageLog, readDrifts, smsAccount, webhookStore, ...needs }) =>
        createExamineDeployment({
          ...{ journal, messageLog, readDrifts, smsAccount, webhookStore, standing: createStanding(needs) },
          readCampaigns: () => standingCampaigns(campaignLedger),
        }),
    );
