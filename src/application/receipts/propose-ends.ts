import type { OutcomeValue } from "../message/outcome.js";
import { recordedOutcome } from "../message/recorded-outcome.js";
import type { Hashes } from "../ports/hashes.js";
import type { Journal } from "../ports/journal.js";
import type { KeptReceipt, ReceiptIndex } from "../ports/receipt-index.js";

interface ProposeNeeds {
  readonly hashes: Hashes;
  readonly journal: Pick<Journal, "read">;
  readonly receiptIndex: Pick<ReceiptIndex, "kept">;
}

/** A receipt that is probably of a text in doubt. It is a proposal only: SNS's receipts name the number, not the message. */
export interface ProposedEnd {
  readonly as: "sent";
  readonly providerMessageId: string;
  /** The receipt's word. */
  readonly status: KeptReceipt["receipt"]["status"];
  readonly because: string;
}

/** By message id: the one receipt that fits; none where several do. Rejects as its stores do. */
export type ProposeEnds = (messageIds: readonly string[]) => Promise<ReadonlyMap<string, ProposedEnd>>;

/** The provider's clock, and the time that an answer takes. */
const slackMs = 5_000;

type Doubt = Pick<OutcomeValue, "acceptedAt" | "class" | "occurredAt" | "to">;

/** SNS knows two types only: a code is a transactional text. */
const typeOf = (of: string | null): string => (of === "promotional" ? "promotional" : "transactional");

const fits = (doubt: Doubt, who: string, kept: KeptReceipt): boolean => {
  if (kept.who !== who || kept.acceptedAt === null || typeOf(kept.class) !== typeOf(doubt.class)) return false;
  const at = kept.acceptedAt.getTime();
  return at >= Date.parse(doubt.acceptedAt) - slackMs && at <= Date.parse(doubt.occurredAt) + slackMs;
};

const proposal = ({ acceptedAt, receipt }: KeptReceipt): ProposedEnd => ({
  as: "sent",
  providerMessageId: receipt.providerMessageId,
  status: receipt.status,
  because: `a receipt without a message names the same number and type, and the provider took its text at ${acceptedAt?.toISOString()}`,
});

export const createProposeEnds =
  ({ hashes, journal, receiptIndex }: ProposeNeeds): ProposeEnds =>
  async (messageIds) => {
    const found = new Map<string, ProposedEnd>();
    const kept = messageIds.length === 0 ? [] : await receiptIndex.kept();
    if (kept.length === 0) return found;
    const entries = await Promise.all(messageIds.map(async (id) => [id, await journal.read(id)] as const));
    const taken = new Map<string, number>();
    for (const [id, entry] of entries) {
      if (entry?.state !== "in-doubt" || entry.outcome === undefined) continue;
      const doubt = recordedOutcome(entry.outcome.event);
      if (doubt.to === null) continue;
      const fitting = kept.filter((one) => fits(doubt, hashes.keyed(doubt.to!), one));
      for (const { receipt } of fitting)
        taken.set(receipt.providerMessageId, (taken.get(receipt.providerMessageId) ?? 0) + 1);
      if (fitting.length === 1) found.set(id, proposal(fitting[0]!));
    }
    // A receipt that fits two doubts proves neither.
    for (const [id, { providerMessageId }] of found) if (taken.get(providerMessageId) !== 1) found.delete(id);
    return found;
  };
