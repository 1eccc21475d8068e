/** One of SNS's SMS attributes: the account's settings of one region. */
export interface SmsAttribute {
  readonly shape: RegExp;
  /** The rule, as the end of the sentence "must be …". */
  readonly rule: string;
  readonly meaning: string;
  /** The change that setting it makes. */
  readonly effect: string;
}

/** Amazon SNS API reference, "SetSMSAttributes": every attribute that there is. */
export const smsAttributes = {
  MonthlySpendLimit: {
    shape: /^\d{1,9}$/u,
    rule: "whole US dollars, digits only",
    meaning: "The most that texts may cost in a calendar month (UTC), in US dollars",
    effect:
      "Once it is spent SNS sends nothing more and still answers as if it did; a new account has 1. AWS refuses a value above the account's quota, which AWS Support raises",
  },
  DeliveryStatusIAMRole: {
    shape: /^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/u,
    rule: "the ARN of an IAM role, arn:aws:iam::ACCOUNT:role/NAME",
    meaning: "The role by which SNS writes delivery logs to CloudWatch Logs",
    effect:
      "Without it nobody knows what became of a text. The caller needs iam:PassRole for the role; CloudWatch Logs bills the log groups",
  },
  DeliveryStatusSuccessSamplingRate: {
    shape: /^(?:100|\d{1,2})$/u,
    rule: "a whole percentage from 0 to 100",
    meaning: "The percentage of successful deliveries that SNS writes to the delivery logs",
    effect: "Failures are always logged. Below 100 some texts stay without a receipt and without an actual price",
  },
  DefaultSenderID: {
    shape: /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/u,
    rule: "1 to 11 letters, digits or hyphens, with at least one letter",
    meaning: "The sender that phones show where a text names none",
    effect: "This service names the sender with each text (SMS_SENDER_ID), so this is for other senders of the account",
  },
  DefaultSMSType: {
    shape: /^(?:Promotional|Transactional)$/u,
    rule: "Promotional or Transactional",
    meaning: "The type of a text that names none",
    effect: "This service names the type with each text, so this is for other senders of the account",
  },
  UsageReportS3Bucket: {
    shape: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u,
    rule: "the name of an S3 bucket",
    meaning: "The bucket that gets a daily report of every text and its price",
    effect: "The reports hold phone numbers. The bucket's policy must let sns.amazonaws.com write to it",
  },
} as const satisfies Readonly<Record<string, SmsAttribute>>;

export type SmsAttributeName = keyof typeof smsAttributes;

export const isSmsAttribute = (name: string): name is SmsAttributeName => Object.hasOwn(smsAttributes, name);
