import type { Deployment } from "../../domain/doctor/deployment.js";
import { examine } from "../../domain/doctor/examine.js";
import type { Examined } from "../../domain/doctor/examination.js";
import type { Journal } from "../ports/journal.js";
import type { SmsAccount } from "../ports/sms-account.js";
import type { WebhookStore } from "../ports/webhook-store.js";

interface ExamineNeeds {
  readonly journal: Pick<Journal, "inDoubtCount">;
  readonly smsAccount: Pick<SmsAccount, "ask">;
  readonly readCampaigns: () => Promise<NonNullable<Deployment["campaigns"]>>;
  readonly readDrifts: () => Promise<NonNullable<Deployment["priceDrifts"]>>;
  /** The present word of settings, files and this process. */
  readonly standing: () => Omit<Deployment, "account" | "campaigns" | "inDoubt" | "priceDrifts" | "webhooks">;
  readonly webhookStore: Pick<WebhookStore, "list">;
}

/**
 * Lists the present obstacles between this deployment and production. Never rejects: a part that does not answer
 * becomes a finding.
 */
export type ExamineDeployment = () => Promise<readonly Examined[]>;

export const createExamineDeployment =
  ({ journal, readCampaigns, readDrifts, smsAccount, standing, webhookStore }: ExamineNeeds): ExamineDeployment =>
  async () => {
    const [account, inDoubt, drifts, campaigns, receivers] = await Promise.all([
      smsAccount.ask(),
      journal.inDoubtCount().catch(() => undefined),
      readDrifts().catch(() => undefined),
      readCampaigns().catch(() => undefined),
      webhookStore.list().catch(() => undefined),
    ]);
    const webhooks = receivers?.map(({ health: { disabled, failingSince }, id }) => ({ id, failingSince, disabled }));
    return examine({ ...standing(), account, campaigns, inDoubt, priceDrifts: drifts, webhooks });
  };
