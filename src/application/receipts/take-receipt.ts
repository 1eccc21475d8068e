import { recordedOutcome } from "../message/recorded-outcome.js";
import { createInTurn } from "../../domain/in-turn.js";
import { noCounts, type PriceCounts } from "../../domain/receipt/price-sum.js";
import type { Addressee, Receipt } from "../../domain/receipt/receipt.js";
import { advance, type ReceiptState, sameState } from "../../domain/receipt/receipt-state.js";
import type { PublishOutcome } from "../delivery/publish-outcome.js";
import type { ResolveDoubt } from "../delivery/resolve-doubt.js";
import type { OutcomeValue } from "../message/outcome.js";
import type { OutgoingEvent } from "../ports/event-publisher.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";
import type { Log } from "../ports/log.js";
import type { IndexedText, ReceiptIndex } from "../ports/receipt-index.js";
import type { ReceiptMeters } from "../ports/receipt-meters.js";
import type { BookPrice } from "./book-price.js";
import { deliveryEvent } from "./delivery-event.js";
import type { Learn } from "./learn.js";
import { type RecordSent, scopeOf } from "./record-sent.js";

/**
 * "moved": it said something new. "unmatched": it is kept until its text is recorded, or is another system's. "unkept": it
 * found no text, and too many wait already; or its text cannot be read now. It may be given again.
 */
export type Taken = "moved" | "repeated" | "unmatched" | "unkept";

/**
 * Takes one receipt, in any order and any number of repetitions: resolves once its news is kept and published.
 * Rejects while a store or the event log is away: it may be given again.
 */
export type TakeReceipt = (receipt: Receipt, addressee?: Addressee | undefined) => Promise<Taken>;

interface TakeNeeds {
  readonly bookPrice: BookPrice;
  readonly publishOutcome: PublishOutcome;
  readonly hashes: Hashes;
  readonly journal: Pick<Journal, "read">;
  readonly learn: Learn;
  readonly log: Log;
  readonly receiptIndex: ReceiptIndex;
  readonly receiptMeters: ReceiptMeters;
  readonly recordSent: RecordSent;
  readonly resolveDoubt: ResolveDoubt;
}

/** Others that move the same text at the same time are few. */
const mostTries = 20;
/** A price a hundred times off is one in another unit. */
const mostOff = 100;

const implausible = (micros: number | null, estimate: number): boolean =>
  micros !== null && micros > 0 && estimate > 0 && (micros > estimate * mostOff || micros * mostOff < estimate);

/** The change that a move makes to the sums. */
const changeOf = (before: ReceiptState, after: ReceiptState, outcome: OutcomeValue, parts: number): PriceCounts => {
  const firstPrice = before.micros === null && after.micros !== null;
  return {
    ...noCounts,
    heard: before.status === "sent" ? 1 : 0,
    priced: firstPrice ? 1 : 0,
    pricedEstimate: firstPrice ? (outcome.estimatedCost?.micros ?? 0) : 0,
    pricedParts: firstPrice ? parts : 0,
    actual: (after.micros ?? 0) - (before.micros ?? 0),
  };
};

export const createTakeReceipt = (needs: TakeNeeds): TakeReceipt => {
  const {
    bookPrice,
    hashes,
    journal,
    learn,
    log,
    publishOutcome,
    receiptIndex,
    receiptMeters,
    recordSent,
    resolveDoubt,
  } = needs;
  const inTurn = createInTurn();

  /** A text that the provider names by our own id: one in doubt is proved to be sent. */
  const provedBy = async ({ messageId, providerMessageId }: Receipt): Promise<IndexedText | undefined> => {
    if (messageId === undefined) return undefined;
    const entry = await journal.read(messageId);
    if (entry?.state === "in-doubt") await resolveDoubt(messageId, "sent", { providerMessageId });
    const outcome = (await journal.read(messageId))?.outcome;
    if (outcome?.event.topic !== "sms.sent") return undefined;
    await recordSent({ ...recordedOutcome(outcome.event), providerMessageId });
    return receiptIndex.find(providerMessageId);
  };

  const keep = (receipt: Receipt, addressee: Addressee | undefined) =>
    receiptIndex.keep({
      receipt,
      who: addressee === undefined ? null : hashes.keyed(addressee.to),
      class: addressee?.class ?? null,
      acceptedAt: addressee?.acceptedAt ?? null,
    });

  const move = async (receipt: Receipt, text: IndexedText, sent: OutgoingEvent): Promise<Taken | "again"> => {
    const outcome = recordedOutcome(sent);
    const estimate = outcome.estimatedCost?.micros ?? 0;
    const wrong = implausible(receipt.micros, estimate);
    const told = wrong ? { ...receipt, micros: null } : receipt;
    const { state, tell } = advance(text.state, told);
    if (sameState(state, text.state)) return "repeated";
    const event = { ...told, micros: told.micros ?? state.micros };
    if (tell !== undefined) await publishOutcome(deliveryEvent(hashes, sent, event, tell));
    await learn({ receipt: told, outcome, before: text.state, after: state });
    const change = changeOf(text.state, state, outcome, told.parts ?? outcome.segments ?? 1);
    if (!(await receiptIndex.move(receipt.providerMessageId, text, state, scopeOf(outcome), change))) return "again";
    await bookPrice(outcome, (state.micros ?? estimate) - (text.state.micros ?? estimate));
    if (wrong) receiptMeters.receipt("implausible-price");
    if (state.contradicted && !text.state.contradicted) receiptMeters.receipt("contradicting");
    log.debug({ messageId: text.messageId, status: told.status, response: told.response }, "receipt");
    return "moved";
  };

  const take = async (receipt: Receipt, addressee: Addressee | undefined): Promise<Taken> => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const text = (await receiptIndex.find(receipt.providerMessageId)) ?? (await provedBy(receipt));
      if (text === undefined) {
        const kept = await keep(receipt, addressee);
        if (kept === "recorded") continue;
        return kept === "full" ? "unkept" : "unmatched";
      }
      const entry = await journal.read(text.messageId);
      // The text's record is gone: nothing more can be said of it.
      if (entry === undefined) return "unmatched";
      // Its end is about to be kept, or was kept by a newer version, which another worker reads.
      if (entry.outcome?.event.topic !== "sms.sent") return "unkept";
      const moved = await move(receipt, text, entry.outcome.event);
      if (moved !== "again") return moved;
    }
    throw new Error("A text moves on faster than its receipts can be taken");
  };

  return async (receipt, addressee) => {
    const taken = await inTurn(receipt.providerMessageId, () => take(receipt, addressee));
    receiptMeters.receipt(taken === "moved" ? receipt.status : taken);
    return taken;
  };
};
