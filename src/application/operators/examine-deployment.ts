import type { Deployment } from "../../domain/doctor/deployment.js";
import { examine } from "../../domain/doctor/examine.js";
import type { Examined } from "../../domain/doctor/examination.js";
import type { Journal } from "../ports/journal.js";
import type { SmsAccount } from "../ports/sms-account.js";

interface ExamineNeeds {
  readonly journal: Pick<Journal, "inDoubtCount">;
  readonly smsAccount: Pick<SmsAccount, "ask">;
  /** The present word of settings, files and this process. */
  readonly standing: () => Omit<Deployment, "account" | "inDoubt">;
}

/**
 * Lists the present obstacles between this deployment and production. Never rejects: a part that does not answer
 * becomes a finding.
 */
export type ExamineDeployment = () => Promise<readonly Examined[]>;

export const createExamineDeployment =
  ({ journal, smsAccount, standing }: ExamineNeeds): ExamineDeployment =>
  async () => {
    const [account, inDoubt] = await Promise.all([smsAccount.ask(), journal.inDoubtCount().catch(() => undefined)]);
    return examine({ ...standing(), account, inDoubt });
  };
