import { randomBytes } from "node:crypto";
import type { Config } from "../adapters/environment/config.js";
import { readConsentScope } from "../adapters/files/consent-scope.js";
import { readConsentWords } from "../adapters/files/consent-words.js";
import { createSealing } from "../adapters/redis/journal/sealing.js";
import { fetchCertificate } from "../adapters/sns/fetch-certificate.js";
import { createSignedEnvelopes } from "../adapters/sns/signed-envelopes.js";
import { createChangeConsent } from "../application/consent/change-consent.js";
import { createFindPerson } from "../application/consent/find-person.js";
import { createForgetPerson } from "../application/consent/forget-person.js";
import { createImportOptOuts } from "../application/consent/import-opt-outs.js";
import { createOptInAtAws } from "../application/consent/opt-in-at-aws.js";
import { createPublishConsent } from "../application/consent/publish-consent.js";
import { createReadConsent } from "../application/consent/read-consent.js";
import { createReadWhole } from "../application/consent/read-whole.js";
import { createRebuildLedger } from "../application/consent/rebuild-ledger.js";
import { createRecordConsent } from "../application/consent/record-consent.js";
import { createReviewTexts } from "../application/consent/review-texts.js";
import { createSendReply } from "../application/consent/send-reply.js";
import { createStandingOptOuts } from "../application/consent/standing-opt-outs.js";
import { createSweepOptOuts } from "../application/consent/sweep-opt-outs.js";
import { createSweepRegularly } from "../application/consent/sweep-regularly.js";
import { createTakeInbound } from "../application/consent/take-inbound.js";
import { createTellEvent } from "../application/consent/tell-event.js";
import { createTellInbound } from "../application/consent/tell-inbound.js";
import type { TakeTold } from "../application/intake/told-event.js";
import { type CampaignRequested, campaignRequested } from "../application/notifications/campaign-requested.js";
import { type ConsentChanged, consentChanged } from "../application/notifications/consent-changed.js";
import { type SmsReceipt, smsReceipt } from "../application/notifications/sms-receipt.js";
import { receiptFrom } from "../application/receipts/receipt-from.js";
import { type SmsReceived, smsReceived } from "../application/notifications/sms-received.js";
import { createOptOutList } from "./gateway.js";
import type { Services } from "./services.js";
import { shipped } from "./shipped.js";
import type { Wiring } from "./wiring.js";

const minuteMs = 60_000;

/**
 * Wires consent: the ledger, the sources that fill it, and the parts that ask it. `simulatorUrl`: the embedded
 * phones.
 */
export const provideConsent = (
  wiring: Wiring<Services>,
  config: Config,
  simulatorUrl: string | undefined,
): Wiring<Services> => {
  const defaultCountry = config.SMS_DEFAULT_COUNTRY;
  return (
    wiring
      // Without the deployment's key nothing outlives the process, sealed values included.
      .provide("sealing", [], () => createSealing(config.SMS_HASH_KEY ?? randomBytes(32).toString("base64")))
      .provide("consentLedger", ["store"], ({ store }) => store.consentLedger)
      .provide("optOutList", [], () => createOptOutList(config, simulatorUrl))
      .provide("publishConsent", ["clock", "eventPublisher", "hashes", "readWhole"], createPublishConsent)
      .provide(
        "recordConsent",
        ["clock", "consentLedger", "countOptOut", "hashes", "publishConsent", "readWhole", "sealing"],
        (needs) => {
          const record = createRecordConsent({
            ...needs,
            scopePolicy: readConsentScope(shipped("data/consent-scope.json")),
          });
          return async (choice) => {
            const recorded = await record(choice);
            if (choice.optOut) await needs.countOptOut(choice.number.e164);
            return recorded;
          };
        },
      )
      .provide("changeConsent", ["recordConsent"], (needs) => createChangeConsent({ ...needs, defaultCountry }))
      .provide("sendReply", ["consentLedger", "eventPublisher", "hashes"], createSendReply)
      .provide("takeInbound", ["log", "recordConsent", "sealing", "sendReply", "store"], ({ store, ...needs }) =>
        createTakeInbound({
          ...needs,
          consentReview: store.consentReview,
          consentWords: readConsentWords(config.SMS_CONSENT_WORDS ?? shipped("data/consent-words.json")),
          defaultCountry,
        }),
      )
      .provide("reviewTexts", ["hashes", "readWhole", "recordConsent", "sealing", "store"], ({ store, ...needs }) =>
        createReviewTexts({ ...needs, consentReview: store.consentReview }),
      )
      .provide("readConsent", ["consentLedger", "hashes", "sealing"], (needs) =>
        createReadConsent({ ...needs, defaultCountry }),
      )
      .provide("importOptOuts", ["changeConsent", "clock", "hashes", "publishConsent", "readWhole"], (needs) =>
        createImportOptOuts({ ...needs, defaultCountry }),
      )
      .provide("optInAtAws", ["consentLedger", "hashes", "optOutList"], (needs) =>
        createOptInAtAws({ ...needs, defaultCountry }),
      )
      .provide("findPerson", ["messageLog", "schedule"], (needs) => createFindPerson({ ...needs, defaultCountry }))
      .provide(
        "forgetPerson",
        [
          ...([
            "audiences",
            "cancelParked",
            "consentLedger",
            "findPerson",
            "forgetDeliveries",
            "hashes",
            "journal",
          ] as const),
          ...(["messageLog", "otpPolicies", "publishConsent", "readWhole", "reviewTexts", "store"] as const),
        ],
        ({ otpPolicies, store, ...needs }) =>
          createForgetPerson({
            ...needs,
            defaultCountry,
            otpPurposes: () => [...otpPolicies.keys()],
            deadNumbers: store.deadNumbers,
            otpStore: store.otpStore,
            unparsedReceipts: store.unparsedReceipts,
          }),
      )
      .provide("tellEvent", ["clock", "eventPublisher"], createTellEvent)
      .provide("tellInbound", ["hashes", "tellEvent"], (needs) => createTellInbound({ ...needs, defaultCountry }))
      .provide("rebuildLedger", ["clock", "consentLedger", "events", "log"], ({ events, ...needs }) =>
        createRebuildLedger({ ...needs, consentLog: events.consentLog }),
      )
      .provide("readWhole", ["consentLedger", "rebuildLedger", "stopping"], (needs) =>
        createReadWhole({ ...needs, rebuild: () => void needs.rebuildLedger.run(needs.stopping.signal) }),
      )
      .provide("optOuts", ["consentLedger", "hashes", "rebuildLedger", "stopping"], (needs) =>
        createStandingOptOuts({
          ...needs,
          rebuild: () => void needs.rebuildLedger.run(needs.stopping.signal),
        }),
      )
      .provide(
        "sweepOptOuts",
        [
          ...(["clock", "consentLedger", "hashes", "optOutList", "publishConsent", "randomness"] as const),
          ...(["readWhole", "sealing", "store"] as const),
        ],
        ({ store, ...needs }) => createSweepOptOuts({ ...needs, sweepStore: store.sweepStore }),
      )
      .provide("sweepRegularly", ["clock", "log", "store", "sweepOptOuts"], ({ store, ...needs }) =>
        createSweepRegularly({
          ...needs,
          everyMs: config.optOutSyncMinutes * minuteMs,
          sweepStore: store.sweepStore,
        }),
      )
      .provide("signedEnvelopes", ["clock", "optOutList"], ({ clock, optOutList }) =>
        createSignedEnvelopes({
          topics: config.SMS_INBOUND_TOPIC_ARNS ?? [],
          now: () => clock.now(),
          fetchCertificate,
          confirm: (topicArn, token) => optOutList.confirm(topicArn, token),
        }),
      )
      .provide(
        "takers",
        ["changeConsent", "receipts", "takeCampaign", "takeInbound"],
        ({ changeConsent, receipts, takeCampaign, takeInbound }) =>
          new Map<string, TakeTold>([
            [campaignRequested.topic, (payload) => takeCampaign(payload as CampaignRequested, campaignRequested.topic)],
            [
              smsReceived.topic,
              (payload, { time }) => {
                const { at, provider = "unknown", ...text } = payload as SmsReceived;
                return takeInbound({ ...text, provider, at: at === undefined ? time : new Date(at) });
              },
            ],
            [
              smsReceipt.topic,
              async (payload) => {
                await receipts.takeReceipt(receiptFrom(payload as SmsReceipt, receipts.classify));
                return undefined;
              },
            ],
            [
              consentChanged.topic,
              async (payload, { caller, identity, time }) => {
                const change = payload as ConsentChanged;
                const told = await changeConsent({ change, identity, toldAt: time, source: "api", by: caller });
                return "fault" in told ? `to: ${told.fault}` : undefined;
              },
            ],
          ]),
      )
  );
};
