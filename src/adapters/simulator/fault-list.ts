import { objectFrom, onlyFields } from "./json-body.js";
import { SnsError } from "./sns-error.js";
import { e164 } from "./sns-form.js";

const kinds = ["throttle", "reject", "slow", "cut", "500", "hang"] as const;

/** One fault that Publish is to show. */
export interface Fault {
  readonly kind: (typeof kinds)[number];
  /** The one number it is for; every number without it. */
  readonly number?: string | undefined;
  /** The number of times it strikes; without it, until it is lifted. */
  readonly times?: number | undefined;
  /** The duration of `slow`. */
  readonly ms: number;
}

const mostFaults = 1_000;
const longestDelayMs = 10 * 60_000;

const wrong = (message: string) => new SnsError(400, "InvalidFault", message);

const wholeFrom = (value: unknown, name: string, least: number, most: number): number | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(`${name} is a whole number from ${least} to ${most}`);
};

const faultFrom = (body: string): Fault => {
  const given = objectFrom(body, wrong);
  onlyFields(given, ["kind", "number", "times", "ms"], wrong);
  const { kind, number, times, ms } = given;
  const known = kinds.find((candidate) => candidate === kind);
  if (known === undefined) throw wrong(`kind is one of ${kinds.join(", ")}`);
  if (number !== undefined && (typeof number !== "string" || !e164.test(number))) throw wrong("number is E.164");
  return {
    kind: known,
    number,
    times: wholeFrom(times, "times", 1, Number.MAX_SAFE_INTEGER),
    ms: wholeFrom(ms, "ms", 0, longestDelayMs) ?? 1_000,
  };
};

/**
 * The rank of a fault among matching ones: faults of one number come first, and those that end before those that
 * last.
 */
const rank = ({ number, times }: Fault): number => (number === undefined ? 2 : 0) + (times === undefined ? 1 : 0);

/** The faults that are set. Of those that match a number the narrowest strikes first, then the oldest. */
export class FaultList {
  #faults: readonly Fault[] = [];

  /** A lasting fault takes the place of an earlier lasting one for the same number. */
  put(body: string): Fault {
    const fault = faultFrom(body);
    const replaced = (other: Fault) =>
      fault.times === undefined && other.times === undefined && other.number === fault.number;
    const kept = this.#faults.filter((other) => !replaced(other));
    if (kept.length >= mostFaults) throw new SnsError(409, "TooManyFaults", `There are ${mostFaults} already`);
    this.#faults = [...kept, fault].sort((a, b) => rank(a) - rank(b));
    return fault;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  clear(): void {
    this.#faults = [];
  }

  strike(phone: string): Fault | undefined {
    const fault = this.#faults.find(({ number }) => number === undefined || number === phone);
    if (fault?.times === undefined) return fault;
    const worn = { ...fault, times: fault.times - 1 };
    this.#faults = this.#faults.flatMap((other) => (other !== fault ? [other] : worn.times > 0 ? [worn] : []));
    return fault;
  }
}
