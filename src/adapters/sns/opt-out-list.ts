import {
  ConfirmSubscriptionCommand,
  ListPhoneNumbersOptedOutCommand,
  OptInPhoneNumberCommand,
} from "@aws-sdk/client-sns";
import { type OptOutList, OptOutListUnavailable } from "../../application/ports/opt-out-list.js";
import { createSnsCalls, type SnsOptions } from "./sns-calls.js";

export interface SnsOptOutList extends OptOutList {
  /** Answers a topic that it may send here. */
  confirm(topicArn: string, token: string): Promise<void>;
  close(): void;
}

/** Amazon SNS's opt-out list of the account and region. */
export const createSnsOptOutList = (options: SnsOptions): SnsOptOutList => {
  const { ask, close } = createSnsCalls(
    options,
    ({ retry, status, why }) => new OptOutListUnavailable(why, retry, status !== undefined && status < 500),
  );
  return {
    page: (next) =>
      ask("ListPhoneNumbersOptedOut", async (sns, signal) => {
        const command = new ListPhoneNumbersOptedOutCommand(next === undefined ? {} : { nextToken: next });
        const { phoneNumbers = [], nextToken } = await sns.send(command, signal);
        return { numbers: phoneNumbers, next: nextToken === "" ? undefined : nextToken };
      }),
    optIn: (to) =>
      ask("OptInPhoneNumber", async (sns, signal) => {
        await sns.send(new OptInPhoneNumberCommand({ phoneNumber: to }), signal);
      }),
    confirm: (topicArn, token) =>
      ask("ConfirmSubscription", async (sns, signal) => {
        await sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token }), signal);
      }),
    close,
  };
};
