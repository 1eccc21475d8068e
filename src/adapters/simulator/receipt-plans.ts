import { objectFrom, onlyFields } from "./json-body.js";
import { SnsError } from "./sns-error.js";
import { e164 } from "./sns-form.js";

const statuses = ["delivered", "undelivered", "unknown", "never"] as const;

/** The planned fate of texts, to one number or to every one. */
export interface ReceiptPlan {
  readonly number?: string | undefined;
  readonly status: (typeof statuses)[number];
  /** The provider's sentence. */
  readonly providerResponse: string;
  /** From the text to its receipt. */
  readonly afterMs: number;
  /** Used for this many texts; without it, for all that come. */
  readonly times?: number | undefined;
  /** The receipt comes twice. */
  readonly duplicate: boolean;
  /** The price of the whole message; without it, the price book's. */
  readonly priceMicros?: number | undefined;
}

const responses: Readonly<Record<ReceiptPlan["status"], string>> = {
  delivered: "Message has been accepted by phone",
  undelivered: "Phone is currently unreachable/unavailable",
  unknown: "Unknown error attempting to reach phone",
  never: "",
};

/** The fate without a plan: the phone is on, and answers soon. */
export const usualPlan: ReceiptPlan = {
  status: "delivered",
  providerResponse: responses.delivered,
  afterMs: 300,
  duplicate: false,
};

/** SNS takes a text to a number that opted out, and says so in its delivery log alone. */
export const optedOutPlan: ReceiptPlan = {
  ...usualPlan,
  status: "undelivered",
  providerResponse: "Phone number is opted out",
};

const mostPlans = 1_000;
const longestMs = 75 * 3_600_000;
const fields = ["number", "status", "providerResponse", "afterMs", "times", "duplicate", "priceMicros"];

const wrong = (message: string) => new SnsError(400, "InvalidReceiptPlan", message);

const wholeFrom = (value: unknown, name: string, least: number, most: number): number | undefined => {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(`${name} is a whole number from ${least} to ${most}`);
};

const planFrom = (body: string): ReceiptPlan => {
  const given = objectFrom(body, wrong);
  onlyFields(given, fields, wrong);
  const { number, status, providerResponse, duplicate = false } = given;
  const known = statuses.find((candidate) => candidate === status);
  if (known === undefined) throw wrong(`status is one of ${statuses.join(", ")}`);
  if (number !== undefined && (typeof number !== "string" || !e164.test(number))) throw wrong("number is E.164");
  if (providerResponse !== undefined && (typeof providerResponse !== "string" || providerResponse.length > 500))
    throw wrong("providerResponse is a sentence of at most 500 characters");
  if (typeof duplicate !== "boolean") throw wrong("duplicate is true or false");
  return {
    number,
    status: known,
    providerResponse: providerResponse ?? responses[known],
    afterMs: wholeFrom(given["afterMs"], "afterMs", 0, longestMs) ?? usualPlan.afterMs,
    times: wholeFrom(given["times"], "times", 1, Number.MAX_SAFE_INTEGER),
    duplicate,
    priceMicros: wholeFrom(given["priceMicros"], "priceMicros", 0, 1_000_000_000),
  };
};

/**
 * The rank of a plan among matching ones: plans for one number come first, and those that end before those that last.
 */
const rank = ({ number, times }: ReceiptPlan): number => (number === undefined ? 2 : 0) + (times === undefined ? 1 : 0);

/** The plans that are set. Of those that match a number the narrowest holds, then the oldest. */
export class ReceiptPlans {
  #plans: readonly ReceiptPlan[] = [];

  /** A lasting plan takes the place of an earlier lasting one for the same number. */
  put(body: string): ReceiptPlan {
    const plan = planFrom(body);
    const replaced = (other: ReceiptPlan) =>
      plan.times === undefined && other.times === undefined && other.number === plan.number;
    const kept = this.#plans.filter((other) => !replaced(other));
    if (kept.length >= mostPlans) throw new SnsError(409, "TooManyReceiptPlans", `There are ${mostPlans} already`);
    this.#plans = [...kept, plan].sort((a, b) => rank(a) - rank(b));
    return plan;
  }

  list(): readonly ReceiptPlan[] {
    return this.#plans;
  }

  clear(): void {
    this.#plans = [];
  }

  /** The plan for the next text to this number; a plan that ends loses one use. */
  next(phone: string): ReceiptPlan {
    const plan = this.#plans.find(({ number }) => number === undefined || number === phone);
    if (plan === undefined) return usualPlan;
    const { times } = plan;
    if (times !== undefined)
      this.#plans = this.#plans.flatMap((other) =>
        other !== plan ? [other] : times > 1 ? [{ ...plan, times: times - 1 }] : [],
      );
    return plan;
  }
}
