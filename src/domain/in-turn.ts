/** Work on one thing, one after the other; on different things side by side. */
export type InTurn = <Result>(thing: string, work: () => Promise<Result>) => Promise<Result>;

export const createInTurn = (): InTurn => {
  const last = new Map<string, Promise<unknown>>();
  return (thing, work) => {
    const before = last.get(thing) ?? Promise.resolve();
    const mine = before.then(work, work);
    const ended = mine.then(
      () => undefined,
      () => undefined,
    );
    last.set(thing, ended);
    void ended.then(() => {
      if (last.get(thing) === ended) last.delete(thing);
    });
    return mine;
  };
};
