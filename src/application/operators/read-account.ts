import { monthlyLimit } from "../../domain/account/monthly-limit.js";
import { smsAttributes } from "../../domain/account/sms-attributes.js";
import type { AccountAnswer } from "../../domain/doctor/deployment.js";
import { AccountUnavailable, type SmsAccount } from "../ports/sms-account.js";

/** The gateway's account as people see it. */
export interface ShownAccount {
  readonly gateway: "sns" | "simulator";
  readonly region: string;
  /** null where the endpoint does not tell. */
  readonly isInSandbox: boolean | null;
  /** The month's limit at the provider, which is none of this service's own limits; null where none is set. */
  readonly spendLimit: { readonly micros: number; readonly currency: "USD" } | null;
  /** SNS's SMS attributes, as SNS names them. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Every attribute that there is, set or not. */
  readonly meanings: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly meaning: string;
    readonly effect: string;
  }[];
}

interface AccountNeeds {
  readonly gateway: ShownAccount["gateway"];
  readonly region: string;
  readonly smsAccount: Pick<SmsAccount, "ask">;
}

/** Rejects with `AccountUnavailable` where the account does not answer. */
export type ReadAccount = () => Promise<ShownAccount>;

const shown = (
  { attributes, isInSandbox }: Extract<AccountAnswer, { kind: "answered" }>,
  { gateway, region }: AccountNeeds,
): ShownAccount => {
  const micros = monthlyLimit(attributes);
  return {
    gateway,
    region,
    isInSandbox: isInSandbox ?? null,
    spendLimit: micros === undefined ? null : { micros, currency: "USD" },
    attributes,
    meanings: Object.entries(smsAttributes).map(([name, { effect, meaning }]) => ({
      name,
      value: attributes[name] ?? null,
      meaning,
      effect,
    })),
  };
};

export const createReadAccount =
  (needs: AccountNeeds): ReadAccount =>
  async () => {
    const answer = await needs.smsAccount.ask();
    if (answer.kind === "unavailable") throw new AccountUnavailable(answer.why);
    return shown(answer, needs);
  };
