import type { CorrectedDrift } from "../receipt/price-drift.js";

/** The account's own answer; `unavailable` names the call that was refused, and why. */
export type AccountAnswer =
  | {
      readonly kind: "answered";
      /** SNS's SMS attributes, as SNS names them. */
      readonly attributes: Readonly<Record<string, string>>;
      /** Undefined where the endpoint does not tell. */
      readonly isInSandbox: boolean | undefined;
    }
  | { readonly kind: "unavailable"; readonly why: string };

/** A campaign that has started and has not ended. */
export interface StandingCampaign {
  readonly campaignId: string;
  /** Recipients whose text has not begun. */
  readonly waiting: number;
  /** The cause of its pause; null where it is not paused. */
  readonly pausedBy: string | null;
}

/** A receiver of webhooks, as it answers lately. */
export interface Receiver {
  readonly id: string;
  /** Since when nothing arrives there; null: the last delivery arrived. */
  readonly failingSince: Date | null;
  readonly disabled: { readonly at: Date; readonly reason: string } | null;
}

/** All that an examination looks at. */
export interface Deployment {
  readonly account: AccountAnswer;
  /** The month's count beside the account's own limit, in micro-USD; undefined: not known. */
  readonly accountSpend: { readonly limit: number; readonly spent: number; readonly countedBy: string } | undefined;
  /** A receipt said that the account's limit is spent: nothing is sent until then. */
  readonly spentUpUntil: Date | undefined;
  /** Receipts said that the provider blocks the account: nothing is sent until then. */
  readonly blockedUntil: Date | undefined;
  readonly gateway: "sns" | "simulator";
  readonly region: string | undefined;
  readonly hasKafka: boolean;
  readonly hasRedis: boolean;
  readonly hasDatabase: boolean;
  /** Undefined: none, the service listens on loopback only. */
  readonly apiKeys: number | undefined;
  readonly hasHashKey: boolean;
  readonly hasOtpSecret: boolean;
  /** The reasons why the service is not ready. */
  readonly troubles: readonly string[];
  /** Weak points found at start. */
  readonly warnings: readonly string[];
  /** Clocks of machines and servers that differ, each a sentence. */
  readonly wrongClocks: readonly string[];
  readonly allowedCountries: readonly string[] | "all";
  readonly senderId: string | undefined;
  readonly originationNumber: string | undefined;
  readonly entityId: string | undefined;
  /** Allowed countries that take no text without a dedicated number, and without a sender ID; none for "all". */
  readonly demanding: { readonly number: readonly string[]; readonly sender: readonly string[] };
  readonly hasOwnPrices: boolean;
  /** Allowed countries without a price; empty for "all". */
  readonly unpricedCountries: readonly string[];
  /** Entries of the price book that receipts contradict, with the line to paste; undefined while the store does not answer. */
  readonly priceDrifts: readonly CorrectedDrift[] | undefined;
  readonly templates: number;
  readonly templateFaults: number;
  /** Parts per second; undefined: as fast as it goes. */
  readonly rates: { readonly transactional: number | undefined; readonly promotional: number | undefined };
  /** Undefined while the journal does not answer. */
  readonly inDoubt: number | undefined;
  /** Parked texts that had lost their place or their body, since this worker started. */
  readonly orphans: number;
  /** Undefined while the store does not answer. */
  readonly campaigns: readonly StandingCampaign[] | undefined;
  /** Undefined while their store does not answer. */
  readonly webhooks: readonly Receiver[] | undefined;
  readonly logLagSeconds: number;
  /** False: the message log does not answer. */
  readonly logAnswers: boolean;
  readonly otpPurposes: readonly string[];
  /** Codes that may go out in an hour, over all numbers and callers; undefined: as many as are asked for. */
  readonly otpPerHour: number | undefined;
}
