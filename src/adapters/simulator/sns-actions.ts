import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { AccountActions } from "./account-actions.js";
import type { DeliveryLogs } from "./delivery-logs.js";
import type { FaultList } from "./fault-list.js";
import type { Happenings } from "./happenings.js";
import type { OptedOutNumbers } from "./opted-out-numbers.js";
import type { Phones } from "./phones.js";
import { optedOutPlan, type ReceiptPlans } from "./receipt-plans.js";
import { SnsError } from "./sns-error.js";
import type { SimulatedMessage } from "./simulated-message.js";
import { attributesFrom, numberFrom } from "./sns-form.js";
import { escaped } from "./sns-xml.js";

/** SNS' limit of one text, in UTF-8 bytes. */
const longestText = 1_600;

const textFrom = (form: URLSearchParams): string => {
  const text = form.get("Message") ?? "";
  if (text === "") throw new SnsError(400, "InvalidParameter", "Invalid parameter: Empty message");
  if (Buffer.byteLength(text) > longestText)
    throw new SnsError(400, "InvalidParameter", "Invalid parameter: Message too long");
  return text;
};

/** The region of a call, as its signature names it (AWS Signature Version 4: `Credential=key/day/region/service/…`). */
const regionOf = ({ req }: ServerResponse): string =>
  /Credential=[^/]+\/\d{8}\/([a-z0-9-]{1,30})\//u.exec(req.headers.authorization ?? "")?.[1] ?? "ap-south-1";

export interface SnsNeeds {
  readonly phones: Phones;
  readonly faults: FaultList;
  readonly happenings: Happenings;
  readonly logs: DeliveryLogs;
  readonly optedOut: OptedOutNumbers;
  readonly receipts: ReceiptPlans;
  readonly costOf: (message: SimulatedMessage) => { readonly micros: number } | undefined;
}

/** The SMS side of Amazon SNS: one method an action, each giving the inside of its result element. */
export class SnsActions {
  readonly #needs: SnsNeeds;
  readonly #closing: AbortSignal;
  readonly #account: AccountActions;

  constructor(needs: SnsNeeds, closing: AbortSignal) {
    this.#needs = needs;
    this.#account = new AccountActions(needs);
    this.#closing = closing;
  }

  /** undefined: no answer is to be given. */
  async act(action: string, form: URLSearchParams, response: ServerResponse): Promise<string | undefined> {
    switch (action) {
      case "Publish":
        return this.#publish(form, response);
      case "CheckIfPhoneNumberIsOptedOut":
        return `<isOptedOut>${this.#needs.optedOut.has(numberFrom(form, "phoneNumber"))}</isOptedOut>`;
      case "ListPhoneNumbersOptedOut":
        return this.#listOptedOut(form.get("nextToken") ?? "");
      case "OptInPhoneNumber":
        return this.#optIn(numberFrom(form, "phoneNumber"));
      case "ConfirmSubscription":
        return `<SubscriptionArn>${escaped(form.get("TopicArn") ?? "")}:simulated</SubscriptionArn>`;
      default:
        return this.#accountAnswer(action, form);
    }
  }

  #accountAnswer(action: string, form: URLSearchParams): string {
    const answer = this.#account.act(action, form);
    if (answer === undefined) throw new SnsError(400, "InvalidAction", "The simulator does not know this action");
    return answer;
  }

  #optIn(phone: string): string {
    this.#needs.optedOut.optIn(phone);
    this.#needs.happenings.tell({ kind: "opted-in", data: { phone } });
    return "";
  }

  #listOptedOut(token: string): string {
    const { numbers, next } = this.#needs.optedOut.page(token);
    const members = numbers.map((number) => `<member>${number}</member>`).join("");
    return `<phoneNumbers>${members}</phoneNumbers>${next === undefined ? "" : `<nextToken>${next}</nextToken>`}`;
  }

  async #publish(form: URLSearchParams, response: ServerResponse): Promise<string | undefined> {
    const phone = numberFrom(form, "PhoneNumber");
    const text = textFrom(form);
    const attributes = attributesFrom(form);
    const fault = this.#needs.faults.strike(phone);
    if (fault !== undefined) this.#needs.happenings.tell({ kind: "struck", data: { phone, fault } });
    const keep = (): string => {
      const { costOf, happenings, logs, optedOut, phones, receipts } = this.#needs;
      const refused = optedOut.withholds(phone);
      const message = phones.keep(phone, text, attributes, !refused);
      const plan = refused ? optedOutPlan : receipts.next(phone);
      logs.tell(regionOf(response), message, plan, refused ? 0 : costOf(message)?.micros);
      happenings.tell({ kind: refused ? "withheld" : "message", data: message });
      const { status, providerResponse, afterMs } = plan;
      if (status !== "never")
        happenings.tell({
          kind: "receipt",
          data: { messageId: message.messageId, phone, status, providerResponse, afterMs },
        });
      return message.messageId;
    };
    switch (fault?.kind) {
      case "throttle":
        throw new SnsError(429, "Throttled", "Rate exceeded");
      case "reject":
        throw new SnsError(400, "InvalidParameter", "Invalid parameter: PhoneNumber Reason: refused by a fault");
      case "500":
        throw new SnsError(500, "InternalError", "A fault was asked for");
      case "hang":
        return undefined;
      case "cut":
        keep();
        response.destroy();
        return undefined;
      case "slow":
        await sleep(fault.ms, undefined, { signal: this.#closing });
    }
    return `<MessageId>${keep()}</MessageId>`;
  }
}
