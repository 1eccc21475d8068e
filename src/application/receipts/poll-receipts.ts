import { errorName } from "../../domain/error-name.js";
import { backoff } from "../../domain/backoff.js";
import type { Clock } from "../ports/clock.js";
import type { Log } from "../ports/log.js";
import { receiptsComeMs } from "../ports/receipt-index.js";
import type { ReceiptMeters } from "../ports/receipt-meters.js";
import type { ReceiptProgress } from "../ports/receipt-progress.js";
import type { ReceiptSource } from "../ports/receipt-source.js";
import type { Range, ReadRange } from "./read-range.js";

/**
 * Reads the provider's delivery logs until `stop` aborts, where no other worker does. Every round goes back 10
 * minutes behind the newest line it took, never beyond it. The last 75 h are read again at the start and once an
 * hour, because lines may come late, and a log cannot be asked for new lines alone.
 */
export type PollReceipts = (stop: AbortSignal) => Promise<void>;

interface PollNeeds {
  readonly clock: Clock;
  /** Between rounds. */
  readonly everyMs: number;
  readonly log: Log;
  /** This worker, among others. */
  readonly owner: string;
  readonly readRange: ReadRange;
  readonly receiptMeters: ReceiptMeters;
  readonly receiptProgress: ReceiptProgress;
  readonly receiptSource: ReceiptSource;
}

const overlapMs = 10 * 60_000;
const sweepEveryMs = 3_600_000;
const sliceMs = 3_600_000;
const leaseMs = 20_000;
const renewMs = 5_000;
/** A worker that is not the reader asks this often; a dead reader is replaced within its lease and this time. */
const askMs = 3_000;
/** A log of failures appears with the first of them. */
const logsEvery = 4;
const longestRetryMs = 60_000;
const retryWaitMs = backoff(1_000, longestRetryMs);

/** Everything that may still come, the newest first: most receipts come soon. */
const slicesOf = (logs: readonly string[], now: Date): Range[] => {
  const slices: Range[] = [];
  for (let ago = 0; ago < receiptsComeMs; ago += sliceMs)
    for (const log of logs) {
      const to = now.getTime() - ago;
      slices.push({ log, from: new Date(to - Math.min(sliceMs, receiptsComeMs - ago)), to: new Date(to) });
    }
  return slices;
};

export const createPollReceipts = (needs: PollNeeds): PollReceipts => {
  const { clock, everyMs, log, owner, readRange, receiptMeters, receiptProgress, receiptSource } = needs;

  /** One time as the reader, until the lease is lost or `stop` aborts. Rejects with the error that ended it. */
  const read = async (token: number, stop: AbortSignal): Promise<void> => {
    let renewed = clock.monotonic();
    const go = async (): Promise<boolean> => {
      if (clock.monotonic() - renewed < renewMs) return true;
      renewed = clock.monotonic();
      return (await receiptProgress.lease(owner, leaseMs)) === token;
    };
    let logs = await receiptSource.logs();
    let logsAt = clock.monotonic();
    let sweepAt = clock.monotonic() + sweepEveryMs;
    let sweep = slicesOf(logs, clock.now());
    let roundAt = clock.monotonic();

    const round = async (): Promise<boolean> => {
      for (const name of logs) {
        const now = clock.now();
        const behind = (await receiptProgress.watermark(name)) ?? now;
        const from = new Date(behind.getTime() - overlapMs);
        // This worker's clock may be behind the log's: a range that ended before it began would be refused.
        const to = new Date(Math.max(now.getTime(), behind.getTime() + overlapMs));
        const newest = await readRange({ log: name, from, to }, go, stop);
        if (stop.aborted || !(await go())) return false;
        if (newest !== undefined && !(await receiptProgress.advance(name, token, newest))) return false;
      }
      return true;
    };

    while (!stop.aborted && (await go())) {
      const now = clock.monotonic();
      if (now - logsAt >= logsEvery * everyMs || (logs.length === 0 && now >= roundAt)) {
        const found = await receiptSource.logs();
        if (found.some((name) => !logs.includes(name))) sweep = slicesOf(found, clock.now());
        logs = found;
        logsAt = now;
      }
      if (now >= sweepAt) {
        sweepAt = now + sweepEveryMs;
        sweep = slicesOf(logs, clock.now());
      }
      if (now >= roundAt) {
        roundAt = now + everyMs;
        if (!(await round())) return;
        continue;
      }
      const slice = sweep.shift();
      if (slice !== undefined) await readRange(slice, go, stop);
      else await clock.sleep(Math.max(Math.min(roundAt - now, renewMs), 1), stop);
    }
  };

  return async (stop) => {
    let failed = 0;
    while (!stop.aborted) {
      try {
        const token = await receiptProgress.lease(owner, leaseMs);
        if (token === undefined) {
          receiptMeters.receiptsPolled(false);
          await clock.sleep(askMs, stop);
          continue;
        }
        receiptMeters.receiptsPolled(true);
        const began = clock.monotonic();
        try {
          await read(token, stop);
        } finally {
          if (clock.monotonic() - began > longestRetryMs) failed = 0;
        }
      } catch (error) {
        if (stop.aborted) break;
        const cause = errorName(error);
        const retryMs = retryWaitMs(failed);
        failed += 1;
        log.warn({ cause, retryMs }, "receipts cannot be read; texts go on, and nothing is lost within 75 hours");
        await clock.sleep(retryMs, stop);
      }
    }
    receiptMeters.receiptsPolled(false);
    await receiptProgress.release(owner).catch(() => undefined);
  };
};
