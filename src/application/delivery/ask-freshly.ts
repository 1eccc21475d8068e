import type { Clock } from "../ports/clock.js";

/** A process that was silent for three seconds is taken for dead, and what it holds for free. */
const freshMs = 1_000;
const mostAsks = 3;

/**
 * Asks a step that may be repeated once more where a promise in its answer came late: this process may have been frozen
 * while the answer lay before it, and another one may own the message since. A store that is always so slow is believed
 * the third time.
 */
export const askFreshly = async <Answer>(
  clock: Pick<Clock, "monotonic">,
  ask: () => Promise<Answer>,
  isPromise: (answer: Answer) => boolean,
): Promise<Answer> => {
  for (let asks = 1; ; asks += 1) {
    const began = clock.monotonic();
    const answer = await ask();
    if (asks === mostAsks || clock.monotonic() - began <= freshMs || !isPromise(answer)) return answer;
  }
};
