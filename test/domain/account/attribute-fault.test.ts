import { expect, test } from "vitest";
import { attributeFault } from "../../../src/domain/account/attribute-fault.js";

test.each<[why: string, name: string, value: string, fault: RegExp | undefined]>([
  ["whole dollars", "MonthlySpendLimit", "100", undefined],
  ["cents", "MonthlySpendLimit", "99.50", /whole US dollars/],
  ["a currency's sign", "MonthlySpendLimit", "$100", /whole US dollars/],
  ["a debt", "MonthlySpendLimit", "-1", /whole US dollars/],
  ["the role of an account", "DeliveryStatusIAMRole", "arn:aws:iam::123456789012:role/SNSSuccessFeedback", undefined],
  ["a role with a path", "DeliveryStatusIAMRole", "arn:aws-cn:iam::123456789012:role/service/sns", undefined],
  ["the guide's placeholder", "DeliveryStatusIAMRole", "arn:aws:iam::account:role/SNSSuccessFeedback", /ARN/],
  ["a user is no role", "DeliveryStatusIAMRole", "arn:aws:iam::123456789012:user/x", /ARN/],
  ["all", "DeliveryStatusSuccessSamplingRate", "100", undefined],
  ["none", "DeliveryStatusSuccessSamplingRate", "0", undefined],
  ["more than all", "DeliveryStatusSuccessSamplingRate", "101", /0 to 100/],
  ["a percent sign", "DeliveryStatusSuccessSamplingRate", "50%", /0 to 100/],
  ["eleven characters", "DefaultSenderID", "YourBrand01", undefined],
  ["twelve characters", "DefaultSenderID", "YourBrand012", /1 to 11/],
  ["digits alone", "DefaultSenderID", "12345", /at least one letter/],
  ["a blank", "DefaultSenderID", "My Brand", /letters, digits or hyphens/],
  ["one of the two types", "DefaultSMSType", "Transactional", undefined],
  ["a class of ours is no type of SNS", "DefaultSMSType", "transactional", /Promotional or Transactional/],
  ["a bucket", "UsageReportS3Bucket", "your-bucket-name", undefined],
  ["an address is no name", "UsageReportS3Bucket", "s3://reports", /name of an S3 bucket/],
  ["a slip is answered with the right name", "MonthlySpendLimt", "100", /nearest is MonthlySpendLimit/],
  ["a name that is nothing like one is answered with all", "colour", "red", /there are MonthlySpendLimit, /],
  ["a property of every object is no attribute", "constructor", "1", /no SMS attribute/],
])("%s: %s=%s", (_, name, value, fault) => {
  const found = attributeFault(name, value);
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(fault);
});
