import {
  ConfirmSubscriptionCommand,
  ListPhoneNumbersOptedOutCommand,
  OptInPhoneNumberCommand,
  SNSClient,
  type SNSClientConfig,
} from "@aws-sdk/client-sns";
import { type OptOutList, OptOutListUnavailable } from "../../application/ports/opt-out-list.js";

interface ListOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly credentials?: SNSClientConfig["credentials"] | undefined;
}

export interface SnsOptOutList extends OptOutList {
  /** Answers a topic that it may send here. */
  confirm(topicArn: string, token: string): Promise<void>;
  close(): void;
}

const longestMs = 5_000;

/** Names and numbers only: SNS's own messages quote the phone number. */
const unavailable = (call: string, error: unknown): OptOutListUnavailable => {
  const { name = "Error", $metadata } = (error ?? {}) as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  const retry = status === undefined || status === 429 || status >= 500 || /^Throttl/u.test(name);
  return new OptOutListUnavailable(
    `${call}: ${name}${status === undefined ? "" : `, HTTP ${status}`}`,
    retry,
    status !== undefined && status < 500,
  );
};

/** Amazon SNS's opt-out list of the account and region. One attempt a call: the caller decides on retries. */
export const createSnsOptOutList = ({ region, endpoint, credentials }: ListOptions): SnsOptOutList => {
  let client: SNSClient | undefined;
  // Made when it is first needed: most processes never are.
  const sns = (): SNSClient => {
    client ??= new SNSClient({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: 1,
    });
    return client;
  };
  const asked = async <Answer>(call: string, ask: (abortSignal: AbortSignal) => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask(AbortSignal.timeout(longestMs));
    } catch (error) {
      throw unavailable(call, error);
    }
  };
  return {
    page: (next) =>
      asked("ListPhoneNumbersOptedOut", async (abortSignal) => {
        const command = new ListPhoneNumbersOptedOutCommand(next === undefined ? {} : { nextToken: next });
        const { phoneNumbers = [], nextToken } = await sns().send(command, { abortSignal });
        return { numbers: phoneNumbers, next: nextToken === "" ? undefined : nextToken };
      }),
    optIn: (to) =>
      asked("OptInPhoneNumber", async (abortSignal) => {
        await sns().send(new OptInPhoneNumberCommand({ phoneNumber: to }), { abortSignal });
      }),
    confirm: (topicArn, token) =>
      asked("ConfirmSubscription", async (abortSignal) => {
        await sns().send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token }), { abortSignal });
      }),
    close: () => client?.destroy(),
  };
};
