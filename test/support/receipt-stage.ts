import { readFileSync } from "node:fs";
import { createMemoryJournal } from "../../src/adapters/memory/journal.js";
import { noLimits } from "../../src/adapters/files/no-limits.js";
import { createMemoryMoneyLedger } from "../../src/adapters/memory/money-ledger.js";
import type { Limits } from "../../src/application/ports/limits.js";
import { createBookPrice } from "../../src/application/receipts/book-price.js";
import { createMemoryReceiptIndex } from "../../src/adapters/memory/receipt-index.js";
import { createMemoryUnparsedReceipts } from "../../src/adapters/memory/unparsed-receipts.js";
import { createHashes } from "../../src/adapters/system/hashes.js";
import { createResolveDoubt } from "../../src/application/delivery/resolve-doubt.js";
import { ceHeaders } from "../../src/application/message/ce-headers.js";
import type { OutcomeValue } from "../../src/application/message/outcome.js";
import type { Clock } from "../../src/application/ports/clock.js";
import type { EventPublisher, OutgoingEvent } from "../../src/application/ports/event-publisher.js";
import type { ReceiptIndex } from "../../src/application/ports/receipt-index.js";
import type { ReceiptEvent, ReceiptMeters } from "../../src/application/ports/receipt-meters.js";
import type { DeliveryValue } from "../../src/application/receipts/delivery-event.js";
import type { News } from "../../src/application/receipts/learn.js";
import { createRecordSent } from "../../src/application/receipts/record-sent.js";
import { createRememberingPublisher } from "../../src/application/receipts/remember-sent.js";
import { createTakeLine } from "../../src/application/receipts/take-line.js";
import { createTakeReceipt } from "../../src/application/receipts/take-receipt.js";
import { classifierOf } from "../../src/domain/receipt/provider-response.js";
import { noMeters } from "./no-meters.js";
import { silentLog } from "./silent-log.js";

export const classify = classifierOf(JSON.parse(readFileSync("data/provider-responses.json", "utf8")));

/** Everything behind a receipt, in memory; a publisher that only collects. */
export const receiptStage = (
  clock: Clock,
  given: { readonly limits?: Limits; readonly receiptIndex?: ReceiptIndex } = {},
) => {
  const hashes = createHashes(Buffer.alloc(32, 7));
  const { journal } = createMemoryJournal({ clock, ttlMs: 7 * 86_400_000 });
  const receiptIndex = given.receiptIndex ?? createMemoryReceiptIndex({ clock });
  const unparsedReceipts = createMemoryUnparsedReceipts({ clock });
  const published: OutgoingEvent[] = [];
  const counted = new Map<ReceiptEvent, number>();
  const calls = new Map<string, number>();
  const news: News[] = [];
  const polled: boolean[] = [];
  const receiptMeters: ReceiptMeters = {
    receipt: (event) => void counted.set(event, (counted.get(event) ?? 0) + 1),
    receiptsPolled: (here) => void polled.push(here),
    receiptCall: (answer) => void calls.set(answer, (calls.get(answer) ?? 0) + 1),
  };
  const plain: EventPublisher = {
    publish: async (event) => void published.push(event),
    close: async () => undefined,
    troubles: () => [],
  };
  const recordSent = createRecordSent({ receiptIndex });
  const publisher: EventPublisher = { ...plain, publish: (event) => remembering.publish(event) };
  const resolveDoubt = createResolveDoubt({
    ...{ clock, endDoubt: async () => undefined, hashes, journal, meters: noMeters },
    publishOutcome: (event) => publisher.publish(event),
  });
  const moneyLedger = createMemoryMoneyLedger({ clock });
  const bookPrice = createBookPrice({ limits: () => given.limits ?? noLimits, log: silentLog, moneyLedger });
  const takeReceipt = createTakeReceipt({
    bookPrice,
    ...{ publishOutcome: plain.publish, hashes, journal, receiptIndex, receiptMeters, recordSent, resolveDoubt },
    learn: async (one) => void news.push(one),
    log: silentLog,
  });
  const remembering = createRememberingPublisher({ clock, publisher: plain, receiptIndex, recordSent, takeReceipt });
  const takeLine = createTakeLine({ classify, clock, receiptMeters, takeReceipt, unparsedReceipts });

  /** One that ended so, as the journal and the outcome topics hold it. */
  const ended = async (
    messageId: string,
    end: { readonly providerMessageId: string } | "failed" | "in-doubt",
    value: Partial<OutcomeValue> = {},
  ): Promise<OutgoingEvent> => {
    const sent = typeof end === "object";
    const topic = sent ? "sms.sent" : "sms.failed";
    const outcome = {
      ...{ messageId, status: sent ? "sent" : "failed", to: "+919876543210", class: "transactional", segments: 2 },
      ...{ estimatedCost: { micros: 12_900, currency: "USD" }, providerMessageId: sent ? end.providerMessageId : null },
      ...{ correlationId: "ORD-9", occurredAt: clock.now().toISOString(), reason: sent ? null : "outcome-unknown" },
      ...value,
    };
    const event = {
      ...{ topic, key: hashes.keyed(String(outcome.to)), value: JSON.stringify(outcome) },
      headers: ceHeaders({ topic, id: messageId, at: clock.now(), traceparent: "00-trace-span-01" }),
    };
    const opened = await journal.open(messageId, "t/0/0", "never-resend", 60_000, clock.now());
    if (opened.kind !== "go") throw new Error(`${messageId} is ${opened.kind}`);
    await journal.mark(messageId, opened.token, 1, 60_000);
    await journal.settle(messageId, opened.token, sent ? "sent" : end, { event, trace: [] });
    return event;
  };

  return {
    ...{
      bookPrice,
      clock,
      hashes,
      moneyLedger,
      journal,
      receiptIndex,
      receiptMeters,
      recordSent,
      unparsedReceipts,
      takeReceipt,
      takeLine,
      publisher,
    },
    ...{ published, counted, calls, news, polled, ended },
    /** One that was sent and said so. */
    sent: async (messageId: string, providerMessageId: string, value: Partial<OutcomeValue> = {}) =>
      publisher.publish(await ended(messageId, { providerMessageId }, value)),
    of: (topic: string) => published.filter((event) => event.topic === topic),
    told: (topic: "sms.delivered" | "sms.undelivered"): readonly DeliveryValue[] =>
      published.filter((event) => event.topic === topic).map(({ value }) => JSON.parse(String(value))),
  };
};
