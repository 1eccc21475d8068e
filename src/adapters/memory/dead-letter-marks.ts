import type { Clock } from "../../application/ports/clock.js";
import {
  type DeadLetterMarks,
  type LetterMark,
  marksKeptMs,
  mostMarks,
} from "../../application/ports/dead-letter-marks.js";

/** In this process only. */
export const createMemoryDeadLetterMarks = ({ clock }: { readonly clock: Pick<Clock, "now"> }): DeadLetterMarks => {
  const marks = new Map<string, LetterMark>();
  let touched = 0;
  return {
    mark: async (ids, mark) => {
      touched = clock.now().getTime();
      for (const id of ids) {
        marks.delete(id);
        marks.set(id, mark);
      }
      for (const oldest of [...marks.keys()].slice(0, Math.max(marks.size - mostMarks, 0))) marks.delete(oldest);
    },
    of: async (ids) => {
      if (clock.now().getTime() - touched >= marksKeptMs) marks.clear();
      return new Map(
        ids.flatMap((id) => {
          const mark = marks.get(id);
          return mark === undefined ? [] : [[id, mark] as const];
        }),
      );
    },
  };
};
