import {
  CreateSMSSandboxPhoneNumberCommand,
  DeleteSMSSandboxPhoneNumberCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  type LanguageCodeString,
  ListSMSSandboxPhoneNumbersCommand,
  SetSMSAttributesCommand,
  SNSClient,
  type SNSClientConfig,
  VerifySMSSandboxPhoneNumberCommand,
} from "@aws-sdk/client-sns";
import { AccountRefused, AccountUnavailable, type SmsAccount } from "../../application/ports/sms-account.js";

interface AccountOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly credentials?: SNSClientConfig["credentials"] | undefined;
}

const longestMs = 5_000;
const pageSize = 100;

/** The call, the error's name and status; SNS's own sentences quote the phone number. */
const told = (call: string, error: unknown) => {
  const { name = "unknown", $metadata } = (error ?? {}) as {
    name?: string;
    $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  const why = `${call} was answered with ${name}${status === undefined ? "" : `, HTTP ${status}`}`;
  const again = status === undefined || status === 429 || status >= 500 || /^Throttl/u.test(name);
  return { why, again };
};

/** Needs `sns:GetSMSAttributes` to be asked; each other method needs the right of its own call. */
export const createSnsAccount = ({ credentials, endpoint, region }: AccountOptions): SmsAccount => {
  let client: SNSClient | undefined;
  const sns = (): SNSClient => {
    client ??= new SNSClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: 1,
    });
    return client;
  };
  const called = async <Answer>(call: string, of: (abortSignal: AbortSignal) => Promise<Answer>): Promise<Answer> => {
    try {
      return await of(AbortSignal.timeout(longestMs));
    } catch (error) {
      const { again, why } = told(call, error);
      throw again ? new AccountUnavailable(why) : new AccountRefused(why);
    }
  };
  return {
    ask: async () => {
      const abortSignal = AbortSignal.timeout(longestMs);
      try {
        const { attributes = {} } = await sns().send(new GetSMSAttributesCommand({}), { abortSignal });
        const status = await sns()
          .send(new GetSMSSandboxAccountStatusCommand({}), { abortSignal })
          .catch(() => undefined);
        return { kind: "answered", attributes, isInSandbox: status?.IsInSandbox };
      } catch (error) {
        return { kind: "unavailable", why: told("GetSMSAttributes", error).why };
      }
    },
    setAttributes: (attributes) =>
      called("SetSMSAttributes", async (abortSignal) => {
        await sns().send(new SetSMSAttributesCommand({ attributes }), { abortSignal });
      }),
    sandboxPage: (next) =>
      called("ListSMSSandboxPhoneNumbers", async (abortSignal) => {
        const command = new ListSMSSandboxPhoneNumbersCommand({ MaxResults: pageSize, NextToken: next });
        const { PhoneNumbers = [], NextToken } = await sns().send(command, { abortSignal });
        const numbers = PhoneNumbers.flatMap(({ PhoneNumber: to, Status }) =>
          to === undefined
            ? []
            : [{ to, status: Status === "Verified" ? ("verified" as const) : ("pending" as const) }],
        );
        return { numbers, next: NextToken === "" ? undefined : NextToken };
      }),
    addSandboxNumber: (to, language) =>
      called("CreateSMSSandboxPhoneNumber", async (abortSignal) => {
        const LanguageCode = language as LanguageCodeString | undefined;
        await sns().send(new CreateSMSSandboxPhoneNumberCommand({ PhoneNumber: to, LanguageCode }), { abortSignal });
      }),
    verifySandboxNumber: (to, code) =>
      called("VerifySMSSandboxPhoneNumber", async (abortSignal) => {
        const command = new VerifySMSSandboxPhoneNumberCommand({ PhoneNumber: to, OneTimePassword: code });
        await sns().send(command, { abortSignal });
      }),
    removeSandboxNumber: (to) =>
      called("DeleteSMSSandboxPhoneNumber", async (abortSignal) => {
        await sns().send(new DeleteSMSSandboxPhoneNumberCommand({ PhoneNumber: to }), { abortSignal });
      }),
    close: () => client?.destroy(),
  };
};
