import {
  CreateSMSSandboxPhoneNumberCommand,
  DeleteSMSSandboxPhoneNumberCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  type LanguageCodeString,
  ListSMSSandboxPhoneNumbersCommand,
  SetSMSAttributesCommand,
  VerifySMSSandboxPhoneNumberCommand,
} from "@aws-sdk/client-sns";
import { AccountRefused, AccountUnavailable, type SmsAccount } from "../../application/ports/sms-account.js";
import { createSnsCalls, type SnsOptions } from "./sns-calls.js";

const pageSize = 100;

/** Needs `sns:GetSMSAttributes` to be asked; each other method needs the right of its own call. */
export const createSnsAccount = (options: SnsOptions): SmsAccount => {
  const { ask, close } = createSnsCalls(options, ({ retry, why }) =>
    retry ? new AccountUnavailable(why) : new AccountRefused(why),
  );
  return {
    ask: () =>
      ask("GetSMSAttributes", async (sns, signal) => {
        const { attributes = {} } = await sns.send(new GetSMSAttributesCommand({}), signal);
        const status = await sns.send(new GetSMSSandboxAccountStatusCommand({}), signal).catch(() => undefined);
        return { kind: "answered" as const, attributes, isInSandbox: status?.IsInSandbox };
      }).catch((error: Error) => ({ kind: "unavailable" as const, why: error.message })),
    setAttributes: (attributes) =>
      ask("SetSMSAttributes", async (sns, signal) => {
        await sns.send(new SetSMSAttributesCommand({ attributes }), signal);
      }),
    sandboxPage: (next) =>
      ask("ListSMSSandboxPhoneNumbers", async (sns, signal) => {
        const command = new ListSMSSandboxPhoneNumbersCommand({ MaxResults: pageSize, NextToken: next });
        const { PhoneNumbers = [], NextToken } = await sns.send(command, signal);
        const numbers = PhoneNumbers.flatMap(({ PhoneNumber: to, Status }) =>
          to === undefined
            ? []
            : [{ to, status: Status === "Verified" ? ("verified" as const) : ("pending" as const) }],
        );
        return { numbers, next: NextToken === "" ? undefined : NextToken };
      }),
    addSandboxNumber: (to, language) =>
      ask("CreateSMSSandboxPhoneNumber", async (sns, signal) => {
        const LanguageCode = language as LanguageCodeString | undefined;
        await sns.send(new CreateSMSSandboxPhoneNumberCommand({ PhoneNumber: to, LanguageCode }), signal);
      }),
    verifySandboxNumber: (to, code) =>
      ask("VerifySMSSandboxPhoneNumber", async (sns, signal) => {
        const command = new VerifySMSSandboxPhoneNumberCommand({ PhoneNumber: to, OneTimePassword: code });
        await sns.send(command, signal);
      }),
    removeSandboxNumber: (to) =>
      ask("DeleteSMSSandboxPhoneNumber", async (sns, signal) => {
        await sns.send(new DeleteSMSSandboxPhoneNumberCommand({ PhoneNumber: to }), signal);
      }),
    close,
  };
};
