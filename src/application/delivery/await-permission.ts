import type { SendPlan } from "../../domain/decision/send-plan.js";
import { flowOf } from "./flow-of.js";
import type { GatewayBreaker } from "./gateway-breaker.js";
import type { RateQueue } from "./rate-queue.js";
import type { Message } from "../message/message.js";
import type { Clock } from "../ports/clock.js";

interface PermissionNeeds {
  readonly breaker: GatewayBreaker;
  readonly clock: Clock;
  readonly rateQueue: RateQueue;
}

/** "probe": it may go although the breaker is open, to find out whether the gateway takes texts again. */
export type Permission = "yes" | "probe" | "no";

/**
 * Waits until the breaker is closed and the account's rate allows a text. "no": its deadline passed, `stop` aborted,
 * or it is time to look again. `permitted`: the rate let it go before. That permission survives a renewed claim,
 * because a text that queued again each time would starve; opening the breaker revokes it.
 */
export type AwaitPermission = (
  message: Message,
  plan: SendPlan,
  permitted: boolean,
  stop: AbortSignal,
) => Promise<Permission>;

export const createAwaitPermission =
  ({ breaker, clock, rateQueue }: PermissionNeeds): AwaitPermission =>
  async (message, plan, permitted, stop) => {
    const ms = breaker.waitMs(clock.monotonic(), plan.class);
    const isProbe = breaker.cause !== undefined;
    const leftMs = Math.max(plan.deadline.getTime() - clock.now().getTime() + 1, 1);
    if (ms > 0) {
      const over = new AbortController();
      await Promise.race([clock.sleep(Math.min(ms, leftMs), stop, over.signal), breaker.closed(over.signal)]);
      over.abort();
      return "no";
    }
    const admitted =
      permitted ||
      (await rateQueue.admit({ lane: plan.class, parts: plan.segments, ...flowOf(message) }, leftMs, stop));
    if (!admitted || (breaker.cause !== undefined && !isProbe)) return "no";
    return isProbe ? "probe" : "yes";
  };
