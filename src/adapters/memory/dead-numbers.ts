import type { Clock } from "../../application/ports/clock.js";
import type { DeadNumbers } from "../../application/ports/dead-numbers.js";
import {
  historyLivesMs,
  type NumberHistory,
  noHistory,
  withFailure,
  withReach,
} from "../../domain/phone/number-history.js";

const defaultMostNumbers = 50_000;

interface DeadNeeds {
  readonly clock: Pick<Clock, "now">;
  readonly mostNumbers?: number | undefined;
}

/** In this process only; the numbers heard of longest ago go where there are too many. */
export const createMemoryDeadNumbers = ({ clock, mostNumbers = defaultMostNumbers }: DeadNeeds): DeadNumbers => {
  const numbers = new Map<string, { readonly history: NumberHistory; readonly goneAt: number }>();

  const known = (who: string): NumberHistory | undefined => {
    const found = numbers.get(who);
    return found === undefined || found.goneAt <= clock.now().getTime() ? undefined : found.history;
  };

  const keep = (who: string, history: NumberHistory): void => {
    numbers.delete(who);
    numbers.set(who, { history, goneAt: clock.now().getTime() + historyLivesMs });
    for (const [oldest, { goneAt }] of numbers)
      if (goneAt <= clock.now().getTime() || numbers.size > mostNumbers) numbers.delete(oldest);
      else break;
  };

  return {
    ask: async (who) => known(who) ?? noHistory,
    failed: async (who, at) => keep(who, withFailure(known(who) ?? noHistory, at.getTime())),
    reached: async (who, at) => {
      const history = known(who);
      if (history !== undefined) keep(who, withReach(history, at.getTime()));
    },
    forget: async (who) => known(who) !== undefined && numbers.delete(who),
  };
};
