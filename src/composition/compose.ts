import { randomBytes } from "node:crypto";
import type { Config } from "../adapters/environment/config.js";
import { createTemplateStore } from "../adapters/files/template-store.js";
import { createSharedClock, createSharedTime } from "../adapters/system/shared-clock.js";
import { systemClock } from "../adapters/system/clock.js";
import { createHashes } from "../adapters/system/hashes.js";
import { createErrorLog } from "../adapters/system/error-log.js";
import { createLog } from "../adapters/system/log.js";
import { createMeters } from "../adapters/system/meters.js";
import { systemRandomness } from "../adapters/system/randomness.js";
import { tracedDelivery } from "../adapters/telemetry/traced-delivery.js";
import { tracedGateway } from "../adapters/telemetry/traced-gateway.js";
import { tracedHandling } from "../adapters/telemetry/traced-handling.js";
import { tracedJudging } from "../adapters/telemetry/traced-judging.js";
import { createClaimMessage } from "../application/delivery/claim-message.js";
import { createLeaveAtOnce } from "../application/delivery/leave-at-once.js";
import { createDeliverMessage } from "../application/delivery/deliver-message.js";
import { EventDispatcher } from "../application/intake/dispatch-events.js";
import { createFailMessage } from "../application/delivery/fail-message.js";
import { GatewayBreaker } from "../application/delivery/gateway-breaker.js";
import { createBuryRecord } from "../application/intake/bury-record.js";
import { createGiveUpRecord } from "../application/intake/give-up-record.js";
import { createHandleEvent } from "../application/intake/handle-event.js";
import { createRetryStep } from "../application/delivery/retry-step.js";
import { createJudgeMessage } from "../application/delivery/judge-message.js";
import { createAskAhead } from "../application/delivery/ask-ahead.js";
import { createAwaitPermission } from "../application/delivery/await-permission.js";
import { createHoldMessage } from "../application/delivery/hold-message.js";
import { createPublishOutcome } from "../application/delivery/publish-outcome.js";
import { RateQueue } from "../application/delivery/rate-queue.js";
import { eventTopics, routes } from "../application/notifications/routes.js";
import { createReadEvent } from "../application/intake/read-event.js";
import { createCallGateway } from "../application/delivery/call-gateway.js";
import { createSendText } from "../application/delivery/send-text.js";
import { createSettleMessage } from "../application/delivery/settle-message.js";
import { Slots } from "../application/delivery/slots.js";
import { createMendOrphans } from "../application/delivery/mend-orphans.js";
import { createWakeParked } from "../application/delivery/wake-parked.js";
import { createEvents } from "./events.js";
import { deploymentName } from "./deployment-name.js";
import { createFacts } from "./facts.js";
import { logFormat } from "./log-format.js";
import { createGateway } from "./gateway.js";
import { shipped } from "./shipped.js";
import { createStore } from "./store.js";
import { Wiring } from "./wiring.js";
import { provideOtp } from "./provide-otp.js";
import { provideCampaigns } from "./provide-campaigns.js";
import { provideConsent } from "./provide-consent.js";
import { provideControls } from "./provide-controls.js";
import { provideDeadLetters } from "./provide-dead-letters.js";
import { provideDoors } from "./provide-doors.js";
import { provideLog } from "./provide-log.js";
import { provideOperators } from "./provide-operators.js";
import { provideWebhooks } from "./provide-webhooks.js";
import { provideReceipts } from "./provide-receipts.js";
import type { Services } from "./services.js";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** For each text in flight, this many records of each lane may wait or work. */
const activePerSlot = 8;

/**
 * The one graph: production runs it unchanged, a test replaces the outermost parts. `simulatorUrl`: the embedded
 * phones.
 */
export const compose = (config: Config, simulatorUrl: string | undefined): Wiring<Services> => {
  const spine = provideSpine(config, simulatorUrl);
  const withReceipts = provideReceipts(provideOtp(spine, config), config, simulatorUrl);
  const withConsent = provideConsent(provideLog(withReceipts, config), config, simulatorUrl);
  const withOperators = provideOperators(provideControls(withConsent, config), config, simulatorUrl);
  return provideDoors(
    provideWebhooks(provideCampaigns(provideDeadLetters(withOperators, config), config), config),
    config,
  );
};

const provideSpine = (config: Config, simulatorUrl: string | undefined): Wiring<Services> =>
  new Wiring<Services>()
    .provide("config", [], () => config)
    .provide("warnings", [], () => [])
    .provide("stopping", [], () => new AbortController())
    .provide("sharedTime", [], createSharedTime)
    .provide("clock", ["sharedTime"], ({ sharedTime }) => createSharedClock(systemClock, sharedTime))
    .provide("randomness", [], () => systemRandomness)
    .provide("log", [], () => createLog(config.LOG_LEVEL, undefined, logFormat(config)))
    .provide("meters", [], () => createMeters(eventTopics))
    .provide("errorLog", ["log", "meters"], createErrorLog)
    .provide("hashes", [], () =>
      createHashes(config.SMS_HASH_KEY === undefined ? randomBytes(32) : Buffer.from(config.SMS_HASH_KEY)),
    )
    .provide("templates", [], () => createTemplateStore(config.SMS_TEMPLATES_DIR ?? shipped("templates")))
    .provide("facts", ["limits", "templates"], ({ limits, templates }) => createFacts(config, templates, limits))

    .provide("store", ["clock", "config", "log", "sharedTime"], createStore)
    .provide("journal", ["store"], ({ store }) => store.journal)
    .provide("schedule", ["store"], ({ store }) => store.schedule)
    .provide("events", ["clock", "config", "errorLog", "journal", "log"], createEvents)
    .provide("smsGateway", ["log"], ({ log }) => tracedGateway(createGateway(config, simulatorUrl, log)))

    .provide("slots", [], () => new Slots(config.SMS_MAX_IN_FLIGHT))
    .provide(
      "rateQueue",
      ["clock", "log", "store"],
      ({ clock, log, store }) =>
        new RateQueue({
          clock,
          slowed: (of, factor) =>
            log.warn({ class: of, factor }, "the gateway throttles; fewer texts of this class go until it takes more"),
          throttle: store.throttle,
        }),
    )
    .provide(
      "breaker",
      ["log", "meters"],
      ({ log, meters }) =>
        new GatewayBreaker((cause, open) => {
          meters.breaker(cause, open);
          if (open) log.error({ cause }, "the gateway takes nothing; nothing is sent until it does, nothing is lost");
          else log.info({ cause }, "the gateway takes texts again");
        }),
    )
    .provide("retryStep", ["clock", "errorLog", "log", "meters"], createRetryStep)
    .provide("awaitPermission", ["breaker", "clock", "rateQueue"], createAwaitPermission)
    .provide(
      "holdMessage",
      ["clock", "eventPublisher", "hashes", "journal", "log", "retryStep", "smsGateway"],
      (needs) => createHoldMessage({ ...needs, gateway: needs.smsGateway.name }),
    )
    .provide("publishOutcome", ["eventPublisher", "log", "meters"], createPublishOutcome)
    .provide(
      "settleMessage",
      ["clock", "hashes", "journal", "log", "meters", "publishOutcome", "retryStep", "smsGateway"],
      (needs) => createSettleMessage({ ...needs, gateway: needs.smsGateway.name }),
    )
    .provide("callGateway", ["breaker", "clock", "meters", "rateQueue", "slots", "smsGateway"], createCallGateway)
    .provide(
      "sendText",
      ["breaker", "callGateway", "clock", "journal", "retryStep", "log", "meters", "settleMessage", "slots"],
      createSendText,
    )
    .provide("departures", ["store"], ({ store }) => ({ all: store.departures }))
    .provide("askAhead", ["clock", "facts", "gatherFacts"], createAskAhead)
    .provide("judgeMessage", ["askAhead", "clock", "facts", "otpCodes"], (needs) =>
      tracedJudging(createJudgeMessage(needs)),
    )
    .provide(
      "leaveAtOnce",
      [
        ...(["breaker", "clock", "config", "controlSend", "departures", "facts"] as const),
        ...(["judgeMessage", "rateQueue", "retryStep", "sendText", "slots"] as const),
      ],
      (needs) => createLeaveAtOnce({ ...needs, crashPolicy: needs.config.crashPolicy }),
    )
    .provide(
      "deliverMessage",
      [
        "leaveAtOnce",
        "journal",
        ...([
          "askAhead",
          "awaitPermission",
          "claimMessage",
          "clock",
          "events",
          "finishOtp",
          "holdMessage",
          "judgeMessage",
        ] as const),
        ...(["controlSend", "endDoubt", "log", "randomness", "retryStep", "sendText", "settleMessage"] as const),
      ],
      (needs) =>
        tracedDelivery(
          createDeliverMessage({
            ...needs,
            latestParkable: (topic, now) => {
              const ms = needs.events.source.retentionMs(topic);
              return ms === undefined ? undefined : new Date(now.getTime() + ms - dayMs);
            },
          }),
        ),
    )

    .provide(
      "claimMessage",
      ["clock", "facts", "hashes", "journal", "log", "meters", "retryStep", "smsGateway"],
      (needs) => createClaimMessage({ ...needs, crashPolicy: config.crashPolicy, gateway: needs.smsGateway.name }),
    )
    .provide("failMessage", ["claimMessage", "controlSend", "otpCodes", "facts", "settleMessage"], createFailMessage)

    .provide("readEvent", ["facts", "hashes"], (needs) =>
      createReadEvent({
        ...needs,
        ...routes,
        deployment: deploymentName(config),
        journalTtlMs: config.JOURNAL_TTL_HOURS * hourMs,
      }),
    )
    .provide("buryRecord", ["eventPublisher", "log", "meters"], (needs) =>
      createBuryRecord({ ...needs, topicPrefix: config.KAFKA_TOPIC_PREFIX }),
    )
    .provide("giveUpRecord", ["buryRecord", "errorLog", "failMessage"], createGiveUpRecord)
    .provide("handleEvent", ["buryRecord", "deliverMessage", "eventPublisher", "hashes", "meters", "takers"], (needs) =>
      tracedHandling(createHandleEvent(needs)),
    )
    .provide(
      "dispatcher",
      [
        ...(["breaker", "clock", "errorLog", "giveUpRecord"] as const),
        ...(["handleEvent", "meters", "readEvent", "takers"] as const),
      ],
      (needs) => {
        const mostActive = config.SMS_MAX_IN_FLIGHT * activePerSlot;
        // A gateway that throttles is not away: codes go on.
        const gatewayClosed = () => needs.breaker.cause !== undefined && needs.breaker.cause !== "throttled";
        const tells = (topic: string) => needs.takers.has(topic);
        return new EventDispatcher({ ...needs, mostActive, gatewayClosed, tells });
      },
    )
    .provide(
      "mendOrphans",
      [
        ...(["clock", "errorLog", "hashes", "journal", "log"] as const),
        ...(["meters", "publishOutcome", "schedule", "smsGateway"] as const),
      ],
      (needs) => createMendOrphans({ ...needs, gateway: needs.smsGateway.name }),
    )
    .provide("wakeParked", ["clock", "deliverMessage", "errorLog", "failMessage", "meters", "schedule"], (needs) =>
      createWakeParked({
        ...needs,
        defaultCountry: config.SMS_DEFAULT_COUNTRY,
        mostActive: config.SMS_MAX_IN_FLIGHT * activePerSlot,
      }),
    );
