import { createHash } from "node:crypto";
import { createMemoryConsentLedger } from "../../src/adapters/memory/consent-ledger.js";
import { createMemoryConsentReview } from "../../src/adapters/memory/consent-review.js";
import { readConsentScope } from "../../src/adapters/files/consent-scope.js";
import { readConsentWords } from "../../src/adapters/files/consent-words.js";
import { createSealing } from "../../src/adapters/redis/journal/sealing.js";
import { createHashes } from "../../src/adapters/system/hashes.js";
import { createPublishConsent } from "../../src/application/consent/publish-consent.js";
import { createReadWhole } from "../../src/application/consent/read-whole.js";
import { createRecordConsent } from "../../src/application/consent/record-consent.js";
import { createReviewTexts } from "../../src/application/consent/review-texts.js";
import { createSendReply } from "../../src/application/consent/send-reply.js";
import { createTakeInbound } from "../../src/application/consent/take-inbound.js";
import type { ConsentLedger } from "../../src/application/ports/consent-ledger.js";
import type { OutgoingEvent } from "../../src/application/ports/event-publisher.js";
import { ManualClock } from "./manual-clock.js";
import { silentLog } from "./silent-log.js";

const key = "a key for tests only, of more than 32 bytes";

/** The consent use cases over one ledger, with the events that they publish. */
export const consentStage = (given?: { readonly ledger?: ConsentLedger; readonly clock?: ManualClock }) => {
  const clock = given?.clock ?? new ManualClock();
  const consentLedger = given?.ledger ?? createMemoryConsentLedger({ clock, whole: true });
  const published: OutgoingEvent[] = [];
  const hashes = createHashes(createHash("sha256").update(key).digest());
  const needs = {
    clock,
    consentLedger,
    consentReview: createMemoryConsentReview(),
    consentWords: readConsentWords("data/consent-words.json"),
    defaultCountry: "IN",
    eventPublisher: {
      publish: async (event: OutgoingEvent) => void published.push(event),
      close: async () => undefined,
      troubles: () => [],
    },
    hashes,
    log: silentLog,
    readWhole: createReadWhole({ consentLedger, rebuild: () => undefined }),
    scopePolicy: readConsentScope("data/consent-scope.json"),
    sealing: createSealing(key),
  };
  const publishConsent = createPublishConsent(needs);
  const recordConsent = createRecordConsent({ ...needs, publishConsent });
  const sendReply = createSendReply(needs);
  return {
    ...needs,
    published,
    publishConsent,
    recordConsent,
    takeInbound: createTakeInbound({ ...needs, recordConsent, sendReply }),
    reviewTexts: createReviewTexts({ ...needs, recordConsent }),
    /** Requested replies, oldest first. */
    replies: () =>
      published
        .filter(({ topic }) => topic === "sms.requested")
        .map(({ value }) => JSON.parse(String(value)) as Record<string, unknown>),
    standing: async (to: string, of: "promotional" | "transactional" | "otp") =>
      consentLedger.ask({ who: hashes.keyed(to), class: of, messageId: undefined }),
  };
};
