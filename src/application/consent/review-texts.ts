import { ownRecord } from "../../domain/own-record.js";
import { whereReadable } from "../../domain/where-readable.js";
import { standingOf } from "../../domain/consent/consent-standing.js";
import { withoutChoice } from "../../domain/consent/number-consent.js";
import { parsePhoneNumber, masked, type ValidNumber } from "../../domain/phone/phone-number.js";
import { type ConsentReview, mostReviewed, type ReviewItem } from "../ports/consent-review.js";
import type { Hashes } from "../ports/hashes.js";
import type { Sealing } from "../ports/sealing.js";
import type { ReadWhole } from "./read-whole.js";
import type { RecordConsent } from "./record-consent.js";

/** The sealed record of a text that waits for judgement. */
export interface ReviewedText {
  readonly to: string;
  readonly text: string;
  /** The word or phrase that made it likely. */
  readonly word: string;
}

const reviewedFields = { to: "string", text: "string", word: "string" } as const;

export const reviewContext = (id: string): string => `consent-review:${id}`;

/** As an operator sees it: the text whole, the number masked. */
export interface ListedReview {
  readonly id: string;
  readonly at: string;
  readonly to: string;
  readonly text: string;
  readonly word: string;
}

/**
 * `keep`: the text opted out of promotions; `widen`: of everything; `undo`: it was no opt-out. Each speaks of that text
 * alone: whatever the person chose before or after it stands.
 */
export const judgements = ["keep", "widen", "undo"] as const;
export type ReviewJudgement = (typeof judgements)[number];

interface ReviewNeeds {
  readonly consentReview: ConsentReview;
  readonly hashes: Pick<Hashes, "keyed">;
  readonly readWhole: ReadWhole;
  readonly recordConsent: RecordConsent;
  readonly sealing: Sealing;
}

export interface ReviewTexts {
  list(limit: number): Promise<readonly ListedReview[]>;
  /** Removes the texts of this number; answers how many there were. */
  forget(to: string): Promise<number>;
  judge(id: string, judgement: ReviewJudgement, by: string): Promise<"judged" | "unknown">;
}

/** Likely opt-outs, judged by a person. A text that cannot be opened (another `SMS_HASH_KEY`) or read is not listed. */
export const createReviewTexts = (needs: ReviewNeeds): ReviewTexts => {
  const { consentReview, hashes, readWhole, recordConsent, sealing } = needs;

  const opened = ({ id, sealed }: ReviewItem): ReviewedText | undefined => {
    const plain = sealing.open(sealed, reviewContext(id));
    return plain === undefined
      ? undefined
      : whereReadable(() => ownRecord<ReviewedText>("a text to review", plain.toString("utf8"), reviewedFields));
  };

  /** The instant that a judgement counts from: at the text's own instant, or right after it; undefined: there is nothing to change. */
  const instantOf = async (
    { at, id }: ReviewItem,
    number: ValidNumber,
    judgement: ReviewJudgement,
  ): Promise<Date | undefined> => {
    if (judgement !== "undo") return judgement === "widen" ? at : undefined;
    const consent = await readWhole(hashes.keyed(number.e164));
    const chosen = consent.promotional?.find(({ evidenceId }) => evidenceId === id);
    const staysOut = standingOf(withoutChoice(consent, id), "promotional").optedOut;
    return chosen === undefined || staysOut ? undefined : new Date(chosen.at + 1);
  };

  return {
    list: async (limit) =>
      (await consentReview.list(limit)).flatMap((item) => {
        const text = opened(item);
        return text === undefined ? [] : [{ id: item.id, at: item.at.toISOString(), ...text, to: masked(text.to) }];
      }),
    forget: async (to) => {
      const number = (text: string) => {
        const parsed = parsePhoneNumber(text);
        return typeof parsed === "string" ? text : parsed.e164;
      };
      const items = await consentReview.list(mostReviewed);
      const theirs = items.filter((item) => {
        const text = opened(item);
        return text !== undefined && number(text.to) === to;
      });
      for (const { id } of theirs) await consentReview.remove(id);
      return theirs.length;
    },
    judge: async (id, judgement, by) => {
      const item = await consentReview.find(id);
      const text = item === undefined ? undefined : opened(item);
      const number = text === undefined ? "empty" : parsePhoneNumber(text.to, "IN");
      if (text === undefined || typeof number === "string") return "unknown";
      const at = await instantOf(item!, number, judgement);
      if (at !== undefined)
        await recordConsent({
          number,
          optOut: judgement === "widen",
          classes: judgement === "widen" ? ["all"] : ["promotional"],
          at,
          source: "console",
          by,
          evidence: { text: text.text, by },
          identity: `review\n${id}\n${judgement}`,
        });
      await consentReview.remove(id);
      return "judged";
    },
  };
};
