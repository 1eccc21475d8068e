import type { Clock } from "../../application/ports/clock.js";
import {
  type IndexedText,
  type KeptReceipt,
  type ReceiptIndex,
  receiptsComeMs,
} from "../../application/ports/receipt-index.js";
import { addCounts, noCounts, type PriceCounts, type PriceSum, type SumScope } from "../../domain/receipt/price-sum.js";
import { sameState, sentState } from "../../domain/receipt/receipt-state.js";

interface Entry {
  text: IndexedText;
  readonly day: string;
  readonly goneAt: number;
}

interface Waiting {
  readonly kept: KeptReceipt;
  readonly goneAt: number;
}

const defaultMostTexts = 200_000;
const defaultMostKept = 10_000;
const mostSums = 10_000;
const dayMs = 86_400_000;
/** An entry ends with the fifth day after the text's own. */
const keptMs = 6 * dayMs;

interface IndexNeeds {
  readonly clock: Pick<Clock, "now">;
  readonly mostTexts?: number;
  readonly mostKept?: number;
}

const keyOf = ({ day, country, class: of }: SumScope): string => `${day}/${country}/${of}`;

/** In this process only; the oldest texts go where there are too many. */
export const createMemoryReceiptIndex = (needs: IndexNeeds): ReceiptIndex => {
  const { clock, mostTexts = defaultMostTexts, mostKept = defaultMostKept } = needs;
  const texts = new Map<string, Entry>();
  /** By provider id and status: one of each is enough. */
  const waiting = new Map<string, Map<string, Waiting>>();
  let waitingCount = 0;
  const sums = new Map<string, PriceSum>();

  const drop = (providerMessageId: string): void => {
    waitingCount -= waiting.get(providerMessageId)?.size ?? 0;
    waiting.delete(providerMessageId);
  };

  /** Both maps hold the oldest first. */
  const sweep = (now: number): void => {
    for (const [id, { goneAt }] of texts)
      if (goneAt <= now || texts.size > mostTexts) texts.delete(id);
      else break;
    for (const [id, of] of waiting)
      if ([...of.values()].every(({ goneAt }) => goneAt <= now)) drop(id);
      else break;
  };

  const add = (scope: SumScope, change: PriceCounts): void => {
    const { day, country, class: of } = scope;
    sums.set(keyOf(scope), { day, country, class: of, ...addCounts(sums.get(keyOf(scope)) ?? noCounts, change) });
    if (sums.size > mostSums) sums.delete([...sums.keys()].sort()[0]!);
  };

  const of = (providerMessageId: string): readonly KeptReceipt[] => {
    const now = clock.now().getTime();
    return [...(waiting.get(providerMessageId)?.values() ?? [])]
      .filter(({ goneAt }) => goneAt > now)
      .map(({ kept }) => kept);
  };

  return {
    record: async ({ providerMessageId, messageId, scope, estimateMicros }) => {
      const now = clock.now().getTime();
      sweep(now);
      const goneAt = Date.parse(scope.day) + keptMs;
      if (goneAt > now && !texts.has(providerMessageId)) {
        const text = { messageId, state: sentState, place: scope.day };
        texts.set(providerMessageId, { text, day: scope.day, goneAt });
        add(scope, { ...noCounts, sent: 1, sentEstimate: estimateMicros });
      }
      return of(providerMessageId);
    },
    find: async (providerMessageId) => {
      sweep(clock.now().getTime());
      return texts.get(providerMessageId)?.text;
    },
    move: async (providerMessageId, known, state, scope, change) => {
      const entry = texts.get(providerMessageId);
      if (entry === undefined || !sameState(entry.text.state, known.state)) return false;
      entry.text = { ...entry.text, state };
      add(scope, change);
      return true;
    },
    keep: async (kept) => {
      const now = clock.now().getTime();
      sweep(now);
      const { providerMessageId, status } = kept.receipt;
      if (texts.has(providerMessageId)) return "recorded";
      const others = waiting.get(providerMessageId) ?? new Map<string, Waiting>();
      if (others.has(status)) return "kept";
      if (waitingCount >= mostKept) return "full";
      others.set(status, { kept, goneAt: now + receiptsComeMs });
      waiting.set(providerMessageId, others);
      waitingCount += 1;
      return "kept";
    },
    release: async (providerMessageId) => drop(providerMessageId),
    kept: async () => [...waiting.keys()].flatMap(of),
    sums: async (days) => [...sums.values()].filter(({ day }) => days.includes(day)),
    unheard: async (day, limit) => {
      const found: string[] = [];
      for (const { text, day: sentOn } of texts.values())
        if (sentOn === day && text.state.status === "sent" && found.length < limit) found.push(text.messageId);
      return found;
    },
  };
};
