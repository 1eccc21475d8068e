import type { OffsetRange } from "../../../application/ports/event-source.js";
import { isCompleted, mergedRanges } from "./completed-offsets.js";

/**
 * The records that are not completed, in order, and what is known to be completed. `begins`: the offset asked for.
 * Offsets without a record that lie before a completed one, which are markers, aborted or compacted away, count as completed.
 */
export const withoutCompleted = <T extends { readonly offset: string }>(
  messages: readonly T[],
  begins: bigint,
  completed: readonly OffsetRange[],
): { readonly messages: readonly T[]; readonly completed: readonly OffsetRange[] } => {
  if (completed.length === 0) return { messages, completed };
  const left: T[] = [];
  const passed: OffsetRange[] = [];
  let from = begins;
  for (const message of messages) {
    const offset = BigInt(message.offset);
    if (isCompleted(completed, offset)) passed.push({ from, to: offset + 1n });
    else left.push(message);
    from = offset + 1n;
  }
  return { messages: left, completed: passed.length === 0 ? completed : mergedRanges([...completed, ...passed], 0n) };
};
