import { recordedOutcome } from "../message/recorded-outcome.js";
import type { OutcomeValue } from "../message/outcome.js";
import type { Clock } from "../ports/clock.js";
import type { EventPublisher, OutgoingEvent } from "../ports/event-publisher.js";
import { JournalUnavailable } from "../ports/journal.js";
import type { KeptReceipt, ReceiptIndex } from "../ports/receipt-index.js";
import type { RecordSent } from "./record-sent.js";
import type { TakeReceipt } from "./take-receipt.js";

interface RememberNeeds {
  readonly clock: Clock;
  readonly publisher: EventPublisher;
  readonly receiptIndex: Pick<ReceiptIndex, "release">;
  readonly recordSent: RecordSent;
  readonly takeReceipt: TakeReceipt;
}

/** As long as the publisher itself retries. */
const patienceMs = 30_000;
const everyMs = 200;

/**
 * Publishes, and records the provider's id of a sent text together with its `sms.sent`. The record or schedule entry
 * of a message stays until both are done, so that no crash in between leaves a text whose receipts find nothing.
 */
export const createRememberingPublisher = (needs: RememberNeeds): EventPublisher => {
  const { clock, publisher, receiptIndex, recordSent, takeReceipt } = needs;

  const record = async (outcome: OutcomeValue): Promise<readonly KeptReceipt[]> => {
    for (const until = clock.monotonic() + patienceMs; ; ) {
      try {
        return await recordSent(outcome);
      } catch (error) {
        if (!(error instanceof JournalUnavailable) || clock.monotonic() > until) throw error;
        await clock.sleep(everyMs);
      }
    }
  };

  const remember = async (event: OutgoingEvent): Promise<void> => {
    const outcome = recordedOutcome(event);
    const [waiting] = await Promise.all([record(outcome), publisher.publish(event)]);
    if (waiting.length === 0 || outcome.providerMessageId === null) return;
    for (const { receipt } of waiting) await takeReceipt(receipt);
    await receiptIndex.release(outcome.providerMessageId);
  };

  return {
    publish: (event) => (event.topic === "sms.sent" ? remember(event) : publisher.publish(event)),
    close: () => publisher.close(),
    troubles: () => publisher.troubles(),
  };
};
