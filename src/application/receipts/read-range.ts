import type { ReceiptMeters } from "../ports/receipt-meters.js";
import type { ReceiptProgress } from "../ports/receipt-progress.js";
import {
  type LogLine,
  type LogPage,
  PageExpired,
  type ReceiptSource,
  SourceThrottled,
} from "../ports/receipt-source.js";
import type { CallBudget } from "./call-budget.js";
import type { TakeLine } from "./take-line.js";

export interface Range {
  readonly log: string;
  readonly from: Date;
  readonly to: Date;
}

/**
 * Takes every line of a range, page by page to the last; its newest line's own time, undefined where it has none or the
 * reading was given up. `go`: asked before each page whether this worker is still the reader.
 */
export type ReadRange = (range: Range, go: () => Promise<boolean>, stop: AbortSignal) => Promise<Date | undefined>;

interface RangeNeeds {
  readonly budget: CallBudget;
  readonly receiptMeters: ReceiptMeters;
  readonly receiptProgress: Pick<ReceiptProgress, "untaken" | "taken">;
  readonly receiptSource: ReceiptSource;
  readonly takeLine: TakeLine;
}

/** Lines that are taken at once. */
const together = 64;
/** A range is begun again at most this often after its page expired. */
const mostRestarts = 3;

export const createReadRange = (needs: RangeNeeds): ReadRange => {
  const { budget, receiptMeters, receiptProgress, receiptSource, takeLine } = needs;

  /** undefined: ask again for the same page. */
  const pageOf = async ({ log, from, to }: Range, next: string | undefined): Promise<LogPage | undefined> => {
    try {
      const page = await receiptSource.page(log, from, to, next);
      budget.taken();
      receiptMeters.receiptCall("ok");
      return page;
    } catch (error) {
      const throttled = error instanceof SourceThrottled;
      receiptMeters.receiptCall(throttled ? "throttled" : "failed");
      if (!throttled) throw error;
      budget.throttled();
      return undefined;
    }
  };

  const takeAll = async (lines: readonly LogLine[], stop: AbortSignal): Promise<void> => {
    const untaken = new Set(await receiptProgress.untaken(lines.map(({ id }) => id)));
    // A line may appear twice on a page.
    const left = lines.filter(({ id }) => untaken.delete(id));
    for (let from = 0; from < left.length && !stop.aborted; from += together) {
      const some = left.slice(from, from + together);
      const ends = await Promise.all(some.map(({ text, at }) => takeLine(text, at)));
      // The log keeps a line for which there was no room: it is read again with the next sweep.
      await receiptProgress.taken(some.flatMap(({ id }, line) => (ends[line] === "unkept" ? [] : [id])));
    }
  };

  return async (range, go, stop) => {
    let newest: Date | undefined;
    let next: string | undefined;
    let restarts = 0;
    for (;;) {
      await budget.turn(stop);
      if (stop.aborted || !(await go())) return undefined;
      let page: LogPage | undefined;
      try {
        page = await pageOf(range, next);
      } catch (error) {
        if (!(error instanceof PageExpired) || next === undefined || restarts >= mostRestarts) throw error;
        restarts += 1;
        next = undefined;
        continue;
      }
      if (page === undefined) continue;
      await takeAll(page.lines, stop);
      if (stop.aborted) return undefined;
      for (const { at } of page.lines) if (newest === undefined || at > newest) newest = at;
      // An empty page with a token is not the end (CloudWatch Logs, FilterLogEvents).
      if (page.next === undefined) return newest;
      next = page.next;
    }
  };
};
