import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { GatewayBreaker } from "./gateway-breaker.js";
import type { RateQueue } from "./rate-queue.js";
import { Stopped } from "./stopped.js";
import type { Clock } from "../ports/clock.js";
import type { Meters } from "../ports/meters.js";
import type { GatewayAnswer, SmsGateway } from "../ports/sms-gateway.js";
import { Slots } from "./slots.js";

interface CallNeeds {
  readonly breaker: GatewayBreaker;
  readonly clock: Clock;
  readonly meters: Meters;
  readonly rateQueue: RateQueue;
  readonly smsGateway: SmsGateway;
  readonly slots: Pick<Slots, "total">;
}

/** One Publish of one message. */
export interface GatewayCall {
  readonly plan: SendPlan;
  /** Writes it ahead, under a lease of so many ms; only an answer ends it. */
  readonly mark: (leaseMs: number) => Promise<"ok" | "stale">;
  readonly isProbe: boolean;
}

export type Called =
  /** The text was marked, and the gateway answered. */
  | { readonly kind: "answered"; readonly answer: GatewayAnswer }
  /** The text was never marked, so nothing left: the gateway's client could not make the call. */
  | { readonly kind: "unmarked"; readonly cause: string }
  /** The text was not marked: another run owns the message, say. */
  | { readonly kind: "stale" }
  /** The breaker opened before the mark, or the deadline passed. */
  | { readonly kind: "held" };

/** The way of a call so far. */
interface Way {
  marked: "no" | "ok" | "stale" | "held";
  broken: { readonly error: unknown } | undefined;
  /** The call was let go then; undefined: it was not. */
  began: number | undefined;
  /** Its bytes may be on the wire. */
  left: boolean;
}

/**
 * Marks a text at the last moment before its first byte can leave, once it is signed and has its place, and calls the
 * gateway once. Rejects with `Stopped` before the mark only.
 */
export type CallGateway = (call: GatewayCall, stop: AbortSignal) => Promise<Called>;

/** Sending: connect 2 s + request 5 s + 2 s, and a margin (invariant 3). */
const sendLeaseMs = 10_000;
const leaseMarginMs = 500;
/** With less than this left of the lease, a Publish is not begun. */
const leastMs = 1_000;
/**
 * So many texts may be marked and not have left: a crash leaves each of them in doubt, although nothing was sent. Of many
 * slots more, where they are few beside those on the wire.
 */
const mostUnwritten = (slots: number, onWire: number): number =>
  Math.max(8, Math.min(Math.ceil(slots / 16), Math.ceil(onWire / 5)));
const ofOtp = 1;

export const createCallGateway = (needs: CallNeeds): CallGateway => {
  const { breaker, clock, meters, rateQueue, slots, smsGateway } = needs;
  let onWire = 0;
  const unwritten = new Slots(() => mostUnwritten(slots.total, onWire), ofOtp);

  return async ({ plan, mark: writeAhead, isProbe }, stop) => {
    let written = (): void => undefined;
    const way: Way = { marked: "no", broken: undefined, began: undefined, left: false };

    const mark = async (): Promise<boolean | number> => {
      written = await unwritten.take(plan.class);
      if (stop.aborted) throw new Stopped();
      // Both may have changed while it was signed: it would fail, or be in doubt, as those before it.
      if (clock.now() > plan.deadline || (breaker.cause !== undefined && !isProbe)) {
        way.marked = "held";
        return false;
      }
      const leaseEnds = clock.monotonic() + sendLeaseMs;
      way.marked = await writeAhead(sendLeaseMs);
      const leftMs = leaseEnds - leaseMarginMs - clock.monotonic();
      if (way.marked === "stale" || leftMs < leastMs) return false;
      way.began = clock.monotonic();
      // A call that ends by itself long before its lease needs no other end.
      return leftMs < smsGateway.endsWithinMs + leastMs ? leftMs : true;
    };

    const departure = {
      mayLeave: () =>
        mark().catch((error: unknown) => {
          way.broken = { error };
          return false;
        }),
      left: () => {
        if (!way.left) onWire += 1;
        way.left = true;
        written();
      },
    };
    const answer = await smsGateway.publish(plan, undefined, departure);
    if (way.left) onWire -= 1;
    written();
    const { marked, broken, began } = way;
    if (broken !== undefined) throw broken.error;
    if (marked === "stale" || marked === "held") return { kind: marked };
    if (began !== undefined) meters.gatewaySeconds((clock.monotonic() - began) / 1_000, answer.kind);
    const isSlowed = answer.kind === "not-accepted" && answer.cause === "throttled" && rateQueue.slowDown(plan.class);
    breaker.heard(answer, clock.monotonic(), isProbe, isSlowed);
    // Whatever way it went: what was taken was sent.
    if (marked === "ok" || answer.kind === "accepted") return { kind: "answered", answer };
    return { kind: "unmarked", cause: answer.kind === "not-accepted" ? answer.cause : answer.kind };
  };
};
