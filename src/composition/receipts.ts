import { readProviderResponses } from "../adapters/files/provider-responses.js";
import type { PrometheusMeters } from "../adapters/system/meters.js";
import { createCountingPublisher } from "../application/campaigns/count-outcomes.js";
import { createPublishOutcome } from "../application/delivery/publish-outcome.js";
import { createResolveDoubt } from "../application/delivery/resolve-doubt.js";
import type { EndDoubt } from "../application/money/end-doubt.js";
import type { Clock } from "../application/ports/clock.js";
import type { EventPublisher } from "../application/ports/event-publisher.js";
import type { Hashes } from "../application/ports/hashes.js";
import type { Journal } from "../application/ports/journal.js";
import type { Limits } from "../application/ports/limits.js";
import type { Log } from "../application/ports/log.js";
import type { Learn } from "../application/receipts/learn.js";
import { createBookPrice } from "../application/receipts/book-price.js";
import { createRecordSent } from "../application/receipts/record-sent.js";
import { createRememberingPublisher } from "../application/receipts/remember-sent.js";
import { createTakeLine, type TakeLine } from "../application/receipts/take-line.js";
import { createTakeReceipt, type TakeReceipt } from "../application/receipts/take-receipt.js";
import type { Classify } from "../domain/receipt/provider-response.js";
import type { Events } from "./events.js";
import { shipped } from "./shipped.js";
import type { Store } from "./store.js";

/** The receipts of texts after the provider took them. */
export interface Receipts {
  /** Publishes outcomes, and remembers the provider's ids of sent texts. */
  readonly publisher: EventPublisher;
  readonly takeReceipt: TakeReceipt;
  readonly takeLine: TakeLine;
  readonly classify: Classify;
}

interface ReceiptNeeds {
  readonly clock: Clock;
  readonly endDoubt: EndDoubt;
  readonly events: Events;
  readonly hashes: Hashes;
  readonly journal: Journal;
  readonly learn: Learn;
  readonly limits: () => Limits;
  readonly log: Log;
  readonly meters: PrometheusMeters;
  readonly store: Store;
}

/** Everything behind a receipt. */
export const createReceipts = (needs: ReceiptNeeds): Receipts => {
  const { clock, endDoubt, events, hashes, journal, learn, limits, log, meters, store } = needs;
  const { receiptIndex, unparsedReceipts } = store;
  const counting = createCountingPublisher(events.publisher, store.campaignLedger);
  const recordSent = createRecordSent({ receiptIndex });
  // Resolving a doubt publishes a sent text, whose id is remembered in turn.
  const late: EventPublisher = {
    publish: (event) => publisher.publish(event),
    close: () => publisher.close(),
    troubles: () => publisher.troubles(),
  };
  const bookPrice = createBookPrice({ limits, log, moneyLedger: store.moneyLedger });
  const takeReceipt = createTakeReceipt({
    bookPrice,
    ...{ hashes, journal, learn, log, receiptIndex, recordSent },
    publishOutcome: createPublishOutcome({ eventPublisher: counting, log, meters }),
    receiptMeters: meters,
    resolveDoubt: createResolveDoubt({
      ...{ clock, endDoubt, hashes, journal, meters },
      publishOutcome: createPublishOutcome({ eventPublisher: late, log, meters }),
    }),
  });
  const publisher = createRememberingPublisher({
    ...{ clock, receiptIndex, recordSent, takeReceipt },
    publisher: counting,
  });
  const classify = readProviderResponses(shipped("data/provider-responses.json"));
  const takeLine = createTakeLine({ classify, clock, receiptMeters: meters, takeReceipt, unparsedReceipts });
  return { publisher, takeReceipt, takeLine, classify };
};
