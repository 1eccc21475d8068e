import type { Clock } from "../../application/ports/clock.js";
import { answerMs, beginMs, type Idempotency } from "../../application/ports/idempotency.js";

interface Kept {
  readonly digest: string;
  readonly answer: string | undefined;
  readonly until: number;
}

/** In this process only. */
export const createMemoryIdempotency = ({ clock }: { readonly clock: Pick<Clock, "now"> }): Idempotency => {
  const kept = new Map<string, Kept>();
  const now = (): number => clock.now().getTime();
  const alive = (key: string): Kept | undefined => {
    const found = kept.get(key);
    return found !== undefined && found.until > now() ? found : undefined;
  };
  const sweep = (): void => {
    for (const [key, { until }] of kept) if (until <= now()) kept.delete(key);
  };
  return {
    begin: async (key, digest) => {
      const found = alive(key);
      if (found !== undefined)
        return found.digest === digest ? { kind: "repeated", answer: found.answer } : { kind: "conflict" };
      if (kept.size % 1_024 === 1_023) sweep();
      kept.set(key, { digest, answer: undefined, until: now() + beginMs });
      return { kind: "new" };
    },
    answer: async (key, answer) => {
      const found = alive(key);
      if (found !== undefined) kept.set(key, { ...found, answer, until: now() + answerMs });
    },
    forget: async (key) => {
      kept.delete(key);
    },
  };
};
