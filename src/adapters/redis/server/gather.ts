/** Takes one item at a time, and hands over all that came together; what `isUrgent` at the end of this turn in any case. */
export type Gather = <One>(
  send: (all: readonly One[]) => Promise<unknown>,
  isUrgent?: (one: One) => boolean,
) => (one: One) => void;

/** A call that takes longer holds up nobody: what was asked for meanwhile goes without waiting for it. */
const longestMs = 20;

/**
 * Gathers what is asked of one server, of every kind, and sends it together: at the end of this turn of the event loop, or as
 * soon as what is under way is answered. A server that answers one call after the other would answer no sooner, and every
 * call costs both sides as much as several steps do. What is handed over never rejects.
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
