import type { Clock } from "../../application/ports/clock.js";

/** setTimeout's longest delay. */
const longestMs = 2 ** 31 - 1;

type Wake = () => void;

/**
 * Sleepers by the signal that may wake them: one listener per long-lived signal serves all of them, because Node
 * would warn of many.
 */
const sleepers = new WeakMap<AbortSignal, Set<Wake>>();

const sleepersBy = (signal: AbortSignal): Set<Wake> => {
  const known = sleepers.get(signal);
  if (known !== undefined) return known;
  const wakes = new Set<Wake>();
  sleepers.set(signal, wakes);
  const wakeAll = (): void => {
    for (const wake of [...wakes]) wake();
  };
  signal.addEventListener("abort", wakeAll, { once: true });
  return wakes;
};

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: (ms, ...signals) =>
    new Promise((resolve) => {
      if (signals.some(({ aborted }) => aborted)) {
        resolve();
        return;
      }
      const others = signals.map(sleepersBy);
      const end = (): void => {
        clearTimeout(timer);
        for (const wakes of others) wakes.delete(end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(Math.max(ms, 0), longestMs));
      for (const wakes of others) wakes.add(end);
    }),
};
