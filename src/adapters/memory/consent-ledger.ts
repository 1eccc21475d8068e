import type { Clock } from "../../application/ports/clock.js";
import {
  type ConsentLedger,
  optInAgainMs,
  optInClaimMs,
  replyAgainMs,
  replyMs,
  type ReplyKind,
  type ToldConsent,
} from "../../application/ports/consent-ledger.js";
import { isListed, standingOf } from "../../domain/consent/consent-standing.js";
import { mergeConsent, type NumberConsent } from "../../domain/consent/number-consent.js";

interface Known {
  consent: NumberConsent;
  readonly replies: Map<ReplyKind, { readonly at: number; readonly messageId: string }>;
  optedInAt: number | undefined;
}

interface LedgerNeeds {
  readonly clock: Pick<Clock, "now">;
  /** The memory ledger has no source to be rebuilt from. */
  readonly whole?: boolean | undefined;
}

/** In this process only: a restart forgets who opted out, unless `sms.consent` is read again. */
export const createMemoryConsentLedger = ({ clock, whole = false }: LedgerNeeds): ConsentLedger => {
  const numbers = new Map<string, Known>();
  /** Numbers that AWS's list keeps away, with the generation that named them last. */
  const listed = new Map<string, number>();
  let position: string | undefined = whole ? "embedded" : undefined;
  const now = (): number => clock.now().getTime();

  const known = (who: string): Known => {
    const found = numbers.get(who) ?? { consent: {}, replies: new Map(), optedInAt: undefined };
    numbers.set(who, found);
    return found;
  };

  const record = ({ who, entries }: ToldConsent): NumberConsent => {
    const number = known(who);
    number.consent = mergeConsent(number.consent, entries);
    if (isListed(number.consent)) listed.set(who, listed.get(who) ?? 0);
    else listed.delete(who);
    return number.consent;
  };

  return {
    record: async (told) => record(told),
    recordAll: async (told) => {
      for (const one of told) record(one);
    },
    ask: async ({ who, class: ofClass, messageId }) => {
      const number = numbers.get(who);
      const permitted = [...(number?.replies.values() ?? [])].some(
        (reply) => reply.messageId === messageId && now() - reply.at < replyMs,
      );
      return { ...standingOf(number?.consent ?? {}, ofClass), whole: position !== undefined, permitted };
    },
    read: async (who) => ({ whole: position !== undefined, consent: numbers.get(who)?.consent ?? {} }),
    list: async (limit, cursor = "") => {
      const found = [...numbers]
        .filter(([who, { consent }]) => who > cursor && Object.keys(consent).length > 0)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const page = found.slice(0, limit).map(([who, { consent }]) => ({ who, consent }));
      return { numbers: page, ...(found.length > limit ? { next: page.at(-1)!.who } : {}) };
    },
    permitReply: async (who, kind, messageId) => {
      const { replies } = known(who);
      const last = replies.get(kind);
      if (last?.messageId === messageId) return true;
      if (last !== undefined && now() - last.at < replyAgainMs) return false;
      replies.set(kind, { at: now(), messageId });
      return true;
    },
    claimOptIn: async (who) => {
      const number = known(who);
      const from = (number.optedInAt ?? Number.NEGATIVE_INFINITY) + optInAgainMs;
      if (now() < from) return { claimed: false, from: new Date(from) };
      number.optedInAt = now() - optInAgainMs + optInClaimMs;
      return { claimed: true };
    },
    endOptIn: async (who, mayBeDone) => {
      known(who).optedInAt = mayBeDone ? now() : undefined;
    },
    seen: async (whos, generation) => {
      for (const who of whos) if (listed.has(who)) listed.set(who, Math.max(listed.get(who)!, generation));
    },
    unseen: async (generation) => [...listed].flatMap(([who, last]) => (last < generation ? [who] : [])),
    position: async () => position,
    rebuilt: async (to) => {
      position = to;
    },
    doubt: async () => {
      position = undefined;
    },
  };
};
