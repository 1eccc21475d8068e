import { errorName } from "../../domain/error-name.js";
import type { Log } from "../ports/log.js";
import { receiptsComeMs } from "../ports/receipt-index.js";
import type { ReceiptSource } from "../ports/receipt-source.js";
import type { ReadRange } from "./read-range.js";

/**
 * Reads the delivery logs between two instants again, lines that were taken included. Answers "started" (the end is
 * told in the log), "running" while an earlier call still reads, or "off" where no delivery log is read.
 */
export type ReplayReceipts = (from: Date, to: Date) => "started" | "running" | "off";

interface ReplayNeeds {
  readonly log: Log;
  /** The same as the poller's, but no line counts as taken. */
  readonly readRange: ReadRange;
  readonly receiptSource: Pick<ReceiptSource, "logs">;
}

/** The replay ends with the process; a receipt it was about to take is taken by the next replay. */
const never = new AbortController().signal;

export const mostReplayedMs = receiptsComeMs;

export const createReplayReceipts = ({ log, readRange, receiptSource }: ReplayNeeds): ReplayReceipts => {
  let running = false;
  const run = async (from: Date, to: Date): Promise<void> => {
    try {
      for (const name of await receiptSource.logs()) await readRange({ log: name, from, to }, async () => true, never);
      log.info({ from, to }, "receipts were read again");
    } catch (error) {
      log.warn({ cause: errorName(error) }, "receipts could not be read again");
    } finally {
      running = false;
    }
  };
  return (from, to) => {
    if (running) return "running";
    running = true;
    void run(from, to);
    return "started";
  };
};
