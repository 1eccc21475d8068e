import type { Deployment } from "../../domain/doctor/deployment.js";
import { examine } from "../../domain/doctor/examine.js";
import type { Examined } from "../../domain/doctor/examination.js";
import type { Journal } from "../ports/journal.js";
import type { MessageLog } from "../ports/message-log.js";
import type { SmsAccount } from "../ports/sms-account.js";
import type { WebhookStore } from "../ports/webhook-store.js";

/** Fields that stores and the account answer once they are asked. */
export type AskedNow = "account" | "campaigns" | "inDoubt" | "logAnswers" | "priceDrifts" | "webhooks";

interface ExamineNeeds {
  readonly journal: Pick<Journal, "inDoubtCount">;
  readonly smsAccount: Pick<SmsAccount, "ask">;
  readonly messageLog: Pick<MessageLog, "find">;
  readonly readCampaigns: () => Promise<NonNullable<Deployment["campaigns"]>>;
  readonly readDrifts: () => Promise<NonNullable<Deployment["priceDrifts"]>>;
  /** The present word of settings, files and this process. */
  readonly standing: () => Omit<Deployment, AskedNow>;
  readonly webhookStore: Pick<WebhookStore, "list">;
}

/** No message has it; a store that answers has looked. */
const nobodysId = "00000000-0000-0000-0000-000000000000";

/**
 * Lists the present obstacles between this deployment and production. Never rejects: a part that does not answer
 * becomes a finding.
 */
export type ExamineDeployment = () => Promise<readonly Examined[]>;

export const createExamineDeployment =
  ({
    journal,
    messageLog,
    readCampaigns,
    readDrifts,
    smsAccount,
    standing,
    webhookStore,
  }: ExamineNeeds): ExamineDeployment =>
  async () => {
    const [account, inDoubt, drifts, campaigns, receivers, logAnswers] = await Promise.all([
      smsAccount.ask(),
      journal.inDoubtCount().catch(() => undefined),
      readDrifts().catch(() => undefined),
      readCampaigns().catch(() => undefined),
      webhookStore.list().catch(() => undefined),
      messageLog.find(nobodysId).then(
        () => true,
        () => false,
      ),
    ]);
    const webhooks = receivers?.map(({ health: { disabled, failingSince }, id }) => ({ id, failingSince, disabled }));
    return examine({ ...standing(), account, campaigns, inDoubt, logAnswers, priceDrifts: drifts, webhooks });
  };
