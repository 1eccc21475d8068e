import type { Clock } from "../../application/ports/clock.js";
import type { RecipientLog } from "../../application/ports/recipient-log.js";
import { type RecipientRecord, recipientCounts, takeRecipient } from "../../domain/rate/recipient-step.js";

interface Kept {
  readonly record: RecipientRecord;
  readonly until: number;
}

const nobody: RecipientRecord = { texts: new Map(), next: 0 };
/** Old numbers looked at for each new text. */
const sweep = 2;

/** Texts of one process: forgotten at its end. */
export const createMemoryRecipientLog = ({ clock }: { readonly clock: Clock }): RecipientLog => {
  const numbers = new Map<string, Kept>();
  const now = () => clock.now().getTime();

  const sweepOldest = (): void => {
    let looked = 0;
    for (const [who, { until }] of numbers) {
      if (looked === sweep) return;
      looked += 1;
      if (until < now()) numbers.delete(who);
      else return;
    }
  };

  return {
    take: async (who, ask) => {
      const { record, answer } = takeRecipient(numbers.get(who)?.record ?? nobody, ask, now());
      numbers.delete(who);
      numbers.set(who, { record, until: Math.max(now(), record.next) + ask.horizonMs });
      sweepOldest();
      return answer;
    },
    giveBack: async (who, messageId) => {
      const kept = numbers.get(who);
      if (kept === undefined) return;
      const texts = new Map(kept.record.texts);
      texts.delete(messageId);
      numbers.set(who, { ...kept, record: { ...kept.record, texts } });
    },
    counts: async (who, caps) => recipientCounts(numbers.get(who)?.record ?? nobody, caps, now()),
  };
};
