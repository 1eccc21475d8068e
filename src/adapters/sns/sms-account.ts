import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, SNSClient } from "@aws-sdk/client-sns";
import type { SmsAccount } from "../../application/ports/sms-account.js";

interface AccountOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
}

const longestMs = 5_000;

/** Needs `sns:GetSMSAttributes` and, for the sandbox, `sns:GetSMSSandboxAccountStatus`. */
export const createSnsAccount = ({ endpoint, region }: AccountOptions): SmsAccount => {
  let client: SNSClient | undefined;
  const sns = (): SNSClient => {
    client ??= new SNSClient({ region, ...(endpoint === undefined ? {} : { endpoint }), maxAttempts: 1 });
    return client;
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
        const { name = "unknown", $metadata } = error as {
          name?: string;
          $metadata?: { readonly httpStatusCode?: number };
        };
        const status = $metadata?.httpStatusCode;
        return {
          kind: "unavailable",
          why: `GetSMSAttributes was answered with ${name}${status === undefined ? "" : `, HTTP ${status}`}`,
        };
      }
    },
    close: () => client?.destroy(),
  };
};

/** The simulator's: there is none. */
export const noAccount: SmsAccount = { ask: async () => ({ kind: "none" }), close: () => undefined };
