/** Waits between tries that double from the first to the longest; `failed`: tries that failed before this wait, from 0. */
export const backoff =
  (firstMs: number, longestMs: number) =>
  (failed: number): number =>
    Math.min(firstMs * 2 ** Math.min(failed, 30), longestMs);
