import { createCancelParked } from "../application/delivery/cancel-parked.js";
import { createListScheduled } from "../application/requests/list-scheduled.js";
import type { Config } from "../adapters/environment/config.js";
import { readOpenapi } from "../adapters/files/openapi.js";
import { createHttpServer } from "../adapters/http/server.js";
import { eventTopics } from "../application/notifications/routes.js";
import { smsRequested } from "../application/notifications/sms-requested.js";
import { createResolveDoubt } from "../application/delivery/resolve-doubt.js";
import { createTakeBulk } from "../application/requests/take-bulk.js";
import { createAcceptRequest } from "../application/requests/accept-request.js";
import { apiKeysOf } from "./api-keys.js";
import { createMetrics } from "./metrics.js";
import { openapiPaths } from "./openapi-paths.js";
import { consolePage } from "./web-pages.js";
import type { Wiring } from "./wiring.js";
import type { Services } from "./services.js";

/** The doors: HTTP, and the use cases behind it. */
export const provideDoors = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("acceptRequest", ["clock", "eventPublisher", "facts", "gatherFacts", "hashes", "journal"], (needs) =>
      createAcceptRequest({ ...needs, smsRequested }),
    )
    .provide("takeBulk", ["hashes", "store", "acceptRequest"], ({ store, ...needs }) =>
      createTakeBulk({ ...needs, idempotency: store.idempotency, defaultCountry: config.SMS_DEFAULT_COUNTRY }),
    )
    .provide(
      "cancelParked",
      ["controlSend", "otpCodes", "facts", "journal", "judgeMessage", "schedule", "settleMessage"],
      (needs) => createCancelParked({ ...needs, crashPolicy: config.crashPolicy }),
    )
    .provide("listScheduled", ["journal", "schedule"], createListScheduled)
    .provide("resolveDoubt", ["clock", "endDoubt", "hashes", "journal", "meters", "publishOutcome"], createResolveDoubt)
    .provide(
      "readiness",
      ["breaker", "events", "rebuildLedger", "store"],
      ({ breaker, events, rebuildLedger, store }) =>
        () => [
          ...events.source.troubles(),
          ...events.publisher.troubles(),
          ...store.troubles(),
          ...rebuildLedger.troubles(),
          ...(breaker.cause === undefined ? [] : [`the gateway takes nothing: ${breaker.cause}`]),
        ],
    )
    .provide(
      "http",
      [
        ...(["clock", "dispatcher", "errorLog", "events", "hashes", "journal", "log", "logFiller"] as const),
        ...(["messageLog", "meters", "readSpend", "searchMessages", "takeBulk", "explainMessage"] as const),
        ...([
          "accountWatch",
          "changeConsent",
          "consentLedger",
          "examineDeployment",
          "forgetPerson",
          "readiness",
        ] as const),
        ...(["importOptOuts", "optInAtAws", "readConsent", "rebuildLedger", "reviewTexts", "signedEnvelopes"] as const),
        ...(["stopping", "sweepOptOuts", "tellEvent", "tellInbound"] as const),
        ...(["resolveDoubt", "sendOtp", "store", "acceptRequest", "verifyOtp", "warnings", "templates"] as const),
        ...([
          "cancelParked",
          "changeAccount",
          "listScheduled",
          "processMeters",
          "proposeEnds",
          "readAccount",
          "readAudit",
          "recordAction",
          "receipts",
          "reconcile",
          "replayReceipts",
          "revealNumber",
        ] as const),
        ...(["audiences", "campaignLedger", "commandCampaign", "createCampaign", "listRecipients"] as const),
        ...(["spool", "takeUpload"] as const),
        "manageWebhooks" as const,
        ...(["discardDeadLetters", "listDeadLetters", "replayDeadLetters", "showDeadLetter"] as const),
      ],
      ({ dispatcher, events, examineDeployment, logFiller, meters, readiness, store, warnings, ...needs }) =>
        createHttpServer({
          ...needs,
          ...needs.receipts,
          unparsedReceipts: store.unparsedReceipts,
          console: config.CONSOLE === "on" ? consolePage : undefined,
          templates: needs.templates.current,
          meters,
          apiKeys: apiKeysOf(config),
          defaultCountry: config.SMS_DEFAULT_COUNTRY,
          idempotency: store.idempotency,
          sweepStore: store.sweepStore,
          acceptLoss: async () => {
            // Nothing is sent before it is known again who opted out.
            await needs.consentLedger.doubt();
            await needs.journal.acceptLoss(await events.journals());
            void needs.rebuildLedger.run(needs.stopping.signal);
          },
          events: events.bus && { bus: events.bus, topics: eventTopics },
          metrics: createMetrics({
            accountWatch: needs.accountWatch,
            clock: needs.clock,
            dispatcher,
            events,
            journal: needs.journal,
            logFiller,
            meters,
            processMeters: needs.processMeters,
            readiness,
            readSpend: needs.readSpend,
            store,
          }),
          openapi: readOpenapi(openapiPaths.yaml, openapiPaths.kept),
          examine: examineDeployment,
          troubles: readiness,
          warnings: () => [...warnings, ...store.warnings(), ...events.warnings()],
        }),
    );
