import { meaningOf } from "../../domain/consent/inbound-meaning.js";
import type { ConsentWords } from "../../domain/consent/consent-words.js";
import { parsePhoneNumber } from "../../domain/phone/phone-number.js";
import type { ReplyKind } from "../ports/consent-ledger.js";
import type { ConsentReview } from "../ports/consent-review.js";
import type { Log } from "../ports/log.js";
import type { Sealing } from "../ports/sealing.js";
import { reviewContext, type ReviewedText } from "./review-texts.js";
import type { RecordConsent } from "./record-consent.js";
import type { SendReply } from "./send-reply.js";

/** A text that somebody sent to us. */
export interface InboundText {
  readonly from: string;
  readonly to?: string | undefined;
  readonly text: string;
  readonly at: Date;
  readonly inboundId: string;
  readonly provider: string;
}

interface InboundNeeds {
  readonly consentReview: ConsentReview;
  readonly consentWords: ConsentWords;
  readonly defaultCountry: string;
  readonly log: Log;
  readonly recordConsent: RecordConsent;
  readonly sealing: Sealing;
  readonly sendReply: SendReply;
}

/**
 * Applies the text's meaning for consent, once per provider and inbound id, however often it is told. Answers the
 * fault where its sender is no number. Rejects while a store or the log is away: the text must then be told again.
 */
export type TakeInbound = (inbound: InboundText) => Promise<string | undefined>;

const replyOf = { "opt-out": "opt-out", likely: "opt-out", "opt-in": "opt-in", help: "help" } as const satisfies Record<
  string,
  ReplyKind
>;

export const createTakeInbound = (needs: InboundNeeds): TakeInbound => {
  const { consentReview, consentWords, defaultCountry, log, recordConsent, sealing, sendReply } = needs;

  return async ({ from, to, text, at, inboundId, provider }) => {
    const number = parsePhoneNumber(from, defaultCountry);
    if (typeof number === "string") return `from: is no number that can be answered (${number})`;
    const meaning = meaningOf(text, consentWords);
    const identity = `inbound\n${provider}\n${inboundId}`;
    log.debug({ provider, meaning: meaning.kind }, "a text came in");
    if (meaning.kind === "none" || meaning.kind === "command") return undefined;
    if (meaning.kind !== "help") {
      const { evidenceId } = await recordConsent({
        number,
        optOut: meaning.kind !== "opt-in",
        // A likely STOP ends the least, since it may be a misunderstanding.
        classes: meaning.kind === "likely" ? ["promotional"] : undefined,
        everything: meaning.known.everything,
        at,
        source: "keyword",
        by: meaning.kind === "likely" ? `likely: ${meaning.word}` : meaning.word,
        evidence: { text, where: to },
        identity,
      });
      if (meaning.kind === "likely") {
        const kept: ReviewedText = { to: number.e164, text, word: meaning.word };
        const sealed = sealing.seal(JSON.stringify(kept), reviewContext(evidenceId));
        await consentReview.add({ id: evidenceId, at, sealed });
      }
    }
    await sendReply({ number, kind: replyOf[meaning.kind], language: meaning.known.language, identity, at });
    return undefined;
  };
};
