import type { Deployment } from "./deployment.js";
import type { Finding } from "./examination.js";

/** AWS's own value for an account that nobody has raised yet, in whole USD. */
const untouchedLimit = 1;
/** Above this share of the account's limit somebody should raise it. */
const tightShare = 0.9;

const asked = (
  { account, gateway }: Deployment,
  of: (account: Extract<Deployment["account"], { kind: "answered" }>) => Finding,
): Finding => {
  if (gateway === "simulator") return { verdict: "skipped", evidence: "The simulator's account stops nothing" };
  switch (account.kind) {
    case "unavailable":
      return { verdict: "skipped", evidence: `The account was not told: ${account.why}` };
    case "answered":
      return of(account);
  }
};

export const accountAnswers = (deployment: Deployment): Finding => {
  const { account, blockedUntil, gateway } = deployment;
  if (gateway === "sns" && blockedUntil !== undefined)
    return {
      verdict: "fail",
      evidence: `Receipts say that AWS blocks the account until it was reviewed: texts wait until ${blockedUntil.toISOString()}, then one finds out`,
      fix: "Answer AWS's case in the Support Center, or open one for SMS; texts go on by themselves",
    };
  if (account.kind !== "unavailable" || gateway === "simulator")
    return asked(deployment, () => ({ verdict: "ok", evidence: "SNS answers" }));
  return {
    verdict: "warn",
    evidence: account.why,
    fix: "Let the service's role call sns:GetSMSAttributes and sns:GetSMSSandboxAccountStatus, and check AWS_REGION and the credentials",
  };
};

export const sandbox = (deployment: Deployment): Finding =>
  asked(deployment, ({ isInSandbox }) => {
    if (isInSandbox === undefined) return { verdict: "skipped", evidence: "The endpoint does not tell" };
    return isInSandbox
      ? {
          verdict: "fail",
          evidence: "The account is in the SMS sandbox",
          fix: "Ask AWS Support for production access: SNS console, Text messaging, Exit SMS sandbox. Until then: sms account sandbox add NUMBER",
        }
      : { verdict: "ok", evidence: "The account has production access" };
  });

export const spendLimit = (deployment: Deployment): Finding =>
  asked(deployment, ({ attributes: { MonthlySpendLimit: limit } }) => {
    const usd = Number(limit);
    const { accountSpend: spend, spentUpUntil } = deployment;
    if (spentUpUntil !== undefined)
      return {
        verdict: "fail",
        evidence: `Receipts say that MonthlySpendLimit is spent: nothing is sent until ${spentUpUntil.toISOString()}, unless it is raised`,
        fix: "Ask AWS Support for a higher SMS spending quota, then: sms account set MonthlySpendLimit AMOUNT",
      };
    if (limit === undefined || !(usd > untouchedLimit))
      return {
        verdict: "fail",
        evidence: `MonthlySpendLimit is ${limit ?? "not set"}: SNS stops after USD 1 in a month, and answers as if it sent`,
        fix: "Ask AWS Support for a higher SMS spending quota, then: sms account set MonthlySpendLimit AMOUNT",
      };
    if (spend === undefined) return { verdict: "ok", evidence: `MonthlySpendLimit is USD ${limit}` };
    const dollars = (micros: number) => (micros / 1_000_000).toFixed(2);
    const evidence = `USD ${dollars(spend.spent)} of MonthlySpendLimit ${limit} are spent this month, by the ${spend.countedBy}'s count`;
    return spend.spent > spend.limit * tightShare
      ? {
          verdict: "warn",
          evidence: `${evidence}: promotional texts stop at 98 %, transactional ones at 99 %, one-time codes at the limit`,
          fix: "Ask AWS Support for a higher SMS spending quota, then: sms account set MonthlySpendLimit AMOUNT",
        }
      : { verdict: "ok", evidence };
  });

export const deliveryLogs = (deployment: Deployment): Finding =>
  asked(deployment, ({ attributes }) => {
    const { DeliveryStatusIAMRole: role, DeliveryStatusSuccessSamplingRate: rate } = attributes;
    if (role === undefined || role === "")
      return {
        verdict: "warn",
        evidence: "DeliveryStatusIAMRole is not set: what became of a text after SNS took it stays unknown",
        fix: "sms account set DeliveryStatusIAMRole ROLE_ARN, then: sms account set DeliveryStatusSuccessSamplingRate 100",
      };
    if (rate !== "100")
      return {
        verdict: "warn",
        evidence: `DeliveryStatusSuccessSamplingRate is ${rate ?? "0"}: only so many percent of deliveries are logged`,
        fix: "sms account set DeliveryStatusSuccessSamplingRate 100",
      };
    return { verdict: "ok", evidence: "SNS logs every delivery" };
  });
