/** Lets work go on without anybody waiting: the sweep repairs what a store's absence leaves undone, so no outcome waits for it. */
export const repaired = (work: Promise<void>): void => void work.catch(() => undefined);
