import type { Config } from "../adapters/environment/config.js";
import { readOpenapi } from "../adapters/files/openapi.js";
import { createHttpServer } from "../adapters/http/server.js";
import type { Notification } from "../application/notifications/notification.js";
import { smsRequested } from "../application/notifications/sms-requested.js";
import { createResolveDoubt } from "../application/delivery/resolve-doubt.js";
import { createTakeBulk } from "../application/requests/take-bulk.js";
import { createTakeRequest } from "../application/requests/take-request.js";
import { createMetrics } from "./metrics.js";
import { shipped } from "./shipped.js";
import type { Wiring } from "./wiring.js";
import type { Services } from "./services.js";

/** The doors: HTTP, and the use cases behind it. */
export const provideDoors = (wiring: Wiring<Services>, config: Config): Wiring<Services> =>
  wiring
    .provide("takeRequest", ["clock", "eventPublisher", "facts", "gatherFacts", "hashes", "journal"], (needs) =>
      createTakeRequest({ ...needs, smsRequested: smsRequested as Notification<unknown> }),
    )
    .provide("takeBulk", ["hashes", "store", "takeRequest"], ({ store, ...needs }) =>
      createTakeBulk({ ...needs, idempotency: store.idempotency, defaultCountry: config.SMS_DEFAULT_COUNTRY }),
    )
    .provide("resolveDoubt", ["clock", "hashes", "journal", "meters", "publishOutcome"], createResolveDoubt)
    .provide(
      "http",
      [
        ...(["breaker", "clock", "dispatcher", "errorLog", "events", "hashes", "journal", "log", "logFiller"] as const),
        ...(["messageLog", "meters", "notifications", "searchMessages", "takeBulk"] as const),
        ...(["resolveDoubt", "sendOtp", "store", "takeRequest", "verifyOtp", "warnings"] as const),
      ],
      ({ breaker, dispatcher, events, logFiller, meters, notifications: routed, store, warnings, ...needs }) =>
        createHttpServer({
          ...needs,
          meters,
          apiKeys: config.API_KEYS,
          acceptLoss: async () => needs.journal.acceptLoss(await events.journals()),
          events: events.bus === undefined ? undefined : { bus: events.bus, topics: [...routed.keys()] },
          metrics: createMetrics({ dispatcher, events, journal: needs.journal, logFiller, meters }),
          openapi: readOpenapi(shipped("docs/openapi.yaml")),
          troubles: () => [
            ...events.source.troubles(),
            ...events.publisher.troubles(),
            ...store.troubles(),
            ...(breaker.cause === undefined ? [] : [`the gateway takes nothing: ${breaker.cause}`]),
          ],
          warnings: () => warnings,
        }),
    );
