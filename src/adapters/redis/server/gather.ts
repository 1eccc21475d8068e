/** Takes items one by one and hands over together all that gathered; one that `isUrgent` is handed over within this turn. */
export type Gather = <One>(
  send: (all: readonly One[]) => Promise<unknown>,
  isUrgent?: (one: One) => boolean,
) => (one: One) => void;

/** A call slower than this is not waited for: steps that gathered behind it go out beside it. */
const longestMs = 20;

/**
 * Gathers the steps asked of one server, of every kind, and sends them together: at the end of this turn of the event loop
 * where no call is under way, else once that call is answered. Redis answers calls one after the other, so waiting costs no
 * time, and a call costs both sides as much as several steps. A hand-over must never reject.
 */
export const createGather = (): Gather => {
  let due: (() => Promise<unknown>)[] = [];
  let underWay = 0;
  let held: NodeJS.Timeout | undefined;
  let soon = false;

  const send = (): void => {
    clearTimeout(held);
    held = undefined;
    soon = false;
    if (due.length === 0) return;
    const all = due;
    due = [];
    underWay += 1;
    void Promise.all(all.map((one) => one())).then(() => {
      underWay -= 1;
      // Whoever was answered just now asks for its next step within this turn.
      if (held !== undefined) sendSoon();
    });
  };

  const sendSoon = (): void => {
    if (!soon) setImmediate(send);
    soon = true;
  };

  return <One>(handOver: (all: readonly One[]) => Promise<unknown>, isUrgent?: (one: One) => boolean) => {
    let asked: One[] = [];
    const whole = (): Promise<unknown> => {
      const all = asked;
      asked = [];
      return handOver(all);
    };
    return (one: One) => {
      asked.push(one);
      if (asked.length === 1) due.push(whole);
      if (underWay === 0 || isUrgent?.(one) === true) sendSoon();
      else held ??= setTimeout(send, longestMs);
    };
  };
};
