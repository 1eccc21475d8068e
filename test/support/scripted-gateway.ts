import type { Clock } from "../../src/application/ports/clock.js";
import type { Departure, GatewayAnswer, GatewayText, SmsGateway } from "../../src/application/ports/sms-gateway.js";

/** The fate of the next calls: the simulator's names of faults, and a few that only SNS itself would cause. */
export type Act = "ok" | "throttle" | "reject" | "slow" | "cut" | "500" | "hang" | "down" | "forbidden";

const slowMs = 200;
const never = new AbortController().signal;

/** What each act answers at once, and whether the text reaches the phone. */
const answers: Readonly<Record<Exclude<Act, "ok" | "slow" | "hang">, { answer: GatewayAnswer; arrives: boolean }>> = {
  throttle: { answer: { kind: "not-accepted", cause: "throttled", detail: "Throttled, HTTP 429" }, arrives: false },
  down: { answer: { kind: "not-accepted", cause: "unreachable", detail: "ECONNREFUSED" }, arrives: false },
  reject: {
    answer: { kind: "rejected", code: "InvalidParameter", detail: "InvalidParameter, HTTP 400" },
    arrives: false,
  },
  forbidden: {
    answer: { kind: "misconfigured", code: "AccessDenied", detail: "AccessDenied, HTTP 403" },
    arrives: false,
  },
  cut: { answer: { kind: "ambiguous", detail: "ECONNRESET" }, arrives: true },
  "500": { answer: { kind: "ambiguous", detail: "InternalError, HTTP 500" }, arrives: false },
};

/**
 * A gateway that does as it is told, call by call, then as `byDefault`; the clock's time is the only one that passes. It keeps
 * the contract of the real one (test/support/scripted-gateway.test.ts).
 */
export class ScriptedGateway implements SmsGateway {
  readonly name = "sns";
  readonly #clock: Clock;
  readonly endsWithinMs: number;
  readonly #script: Act[] = [];
  byDefault: Act = "ok";
  /** Every call, in order. */
  readonly calls: GatewayText[] = [];
  /** What reached the phones. */
  readonly received: { readonly phone: string; readonly text: string }[] = [];
  /** Called as each call begins. */
  onCall: (text: GatewayText) => void = () => undefined;

  constructor(clock: Clock, timeoutMs = 5_000) {
    this.#clock = clock;
    this.endsWithinMs = timeoutMs;
  }

  next(...acts: readonly Act[]): void {
    this.#script.push(...acts);
  }

  async publish(text: GatewayText, given: AbortSignal | undefined, departure: Departure): Promise<GatewayAnswer> {
    const signal = given ?? never;
    const may = !signal.aborted && (await departure.mayLeave());
    if (may === false || signal.aborted) return { kind: "not-accepted", cause: "aborted", detail: "AbortError" };
    departure.left();
    this.calls.push(text);
    this.onCall(text);
    const act = this.#script.shift() ?? this.byDefault;
    if (act === "hang") {
      const isCut = may !== true && may < this.endsWithinMs;
      await this.#clock.sleep(isCut ? may : this.endsWithinMs, signal);
      return { kind: "ambiguous", detail: signal.aborted || isCut ? "AbortError" : "TimeoutError" };
    }
    if (act === "slow") await this.#clock.sleep(slowMs, signal);
    if (act === "ok" || act === "slow") {
      this.#arrives(text);
      return { kind: "accepted", providerMessageId: `p-${this.received.length}` };
    }
    const { answer, arrives } = answers[act];
    if (arrives) this.#arrives(text);
    return answer;
  }

  async close(): Promise<void> {}

  #arrives({ to, text }: GatewayText): void {
    this.received.push({ phone: to, text });
  }
}
