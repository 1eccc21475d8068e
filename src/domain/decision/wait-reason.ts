import type { TraceEntry } from "./trace.js";

/** The reason why a message waits, for a person: the last check that put it off is the one it waits for. */
export const waitReason = (trace: readonly TraceEntry[]): string => {
  const last = trace.findLast(({ verdict }) => verdict === "defer");
  return last === undefined ? "it is not its turn yet" : `${last.rule}, ${last.observed}: ${last.consequence}`;
};
