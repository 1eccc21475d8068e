import type { SendPlan } from "../../domain/decision/send-plan.js";
import type { GatewayBreaker } from "./gateway-breaker.js";
import type { Pace } from "./pace.js";
import type { Clock } from "../ports/clock.js";

/** The account's rate lets a text go. */
export interface Turn {
  turn: boolean;
}

interface TurnNeeds {
  readonly breaker: GatewayBreaker;
  readonly clock: Clock;
  readonly pace: Pace;
}

/**
 * Waits for what the whole service waits for: an open breaker, then the account's rate. False: the deadline passed, `stop`
 * aborted, or it is time to look again. A turn stays with the text while its claim is taken anew, for one that lost its
 * place to later ones would never be sent; an open breaker ends it.
 */
export type AwaitTurn = (plan: SendPlan, held: Turn, stop: AbortSignal) => Promise<boolean>;

export const createAwaitTurn =
  ({ breaker, clock, pace }: TurnNeeds): AwaitTurn =>
  async (plan, held, stop) => {
    const ms = breaker.waitMs(clock.monotonic());
    const isProbe = breaker.cause !== undefined;
    const leftMs = Math.max(plan.deadline.getTime() - clock.now().getTime() + 1, 1);
    if (ms > 0) {
      held.turn = false;
      const over = new AbortController();
      await Promise.race([clock.sleep(Math.min(ms, leftMs), stop, over.signal), breaker.closed(over.signal)]);
      over.abort();
      return false;
    }
    held.turn ||= await pace.turn(plan.class, plan.segments, leftMs, stop);
    if (breaker.cause !== undefined && !isProbe) held.turn = false;
    return held.turn;
  };
