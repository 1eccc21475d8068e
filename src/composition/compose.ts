import { randomBytes } from "node:crypto";
import type { Config } from "../adapters/environment/config.js";
import { createTemplateStore, type TemplateStore } from "../adapters/files/template-store.js";
import { createHttpServer, type HttpServer } from "../adapters/http/server.js";
import { createCodeMacs } from "../adapters/system/code-macs.js";
import { systemClock } from "../adapters/system/clock.js";
import { createHashes } from "../adapters/system/hashes.js";
import { createLog } from "../adapters/system/log.js";
import { createMeters, type PrometheusMeters } from "../adapters/system/meters.js";
import { systemRandomness } from "../adapters/system/randomness.js";
import type { Codes } from "../application/codes.js";
import { createDeliverMessage, type DeliverMessage } from "../application/deliver-message.js";
import { EventDispatcher } from "../application/dispatch-events.js";
import { GatewayBreaker } from "../application/gateway-breaker.js";
import { createGuardPumping, type GuardPumping } from "../application/guard-pumping.js";
import { createHandleEvent, type HandleEvent } from "../application/handle-event.js";
import { createCodes } from "../application/issue-codes.js";
import { createJournalStep, type JournalStep } from "../application/journal-steps.js";
import { createJudgeMessage, type JudgeMessage } from "../application/judge-message.js";
import { LiveCodes } from "../application/live-codes.js";
import type { Notification } from "../application/notification.js";
import { notifications } from "../application/notifications/all.js";
import { smsRequested } from "../application/notifications/sms-requested.js";
import { Pace } from "../application/pace.js";
import type { Clock } from "../application/ports/clock.js";
import type { CodeMacs } from "../application/ports/code-macs.js";
import type { EventPublisher } from "../application/ports/event-publisher.js";
import type { Hashes } from "../application/ports/hashes.js";
import type { Journal } from "../application/ports/journal.js";
import type { Log } from "../application/ports/log.js";
import type { Randomness } from "../application/ports/randomness.js";
import type { Schedule } from "../application/ports/schedule.js";
import type { SmsGateway } from "../application/ports/sms-gateway.js";
import { createReadEvent, type ReadEventRecord } from "../application/read-event.js";
import { createResolveDoubt, type ResolveDoubt } from "../application/resolve-doubt.js";
import { createSendOtp, type SendOtp } from "../application/send-otp.js";
import { createSendText, type SendText } from "../application/send-text.js";
import { createSettleMessage, type SettleMessage } from "../application/settle-message.js";
import { Slots } from "../application/slots.js";
import { createTakeRequest, type TakeRequest } from "../application/take-request.js";
import { createVerifyOtp, type VerifyOtp } from "../application/verify-otp.js";
import { createWakeParked, type WakeParked } from "../application/wake-parked.js";
import type { Facts } from "../domain/facts.js";
import { defaultOtpPolicies, type OtpPolicies } from "../domain/otp-policy.js";
import { defaultPumpingGuard } from "../domain/pumping-guard.js";
import { createEvents, type Events } from "./events.js";
import { createFacts } from "./facts.js";
import { createGateway } from "./gateway.js";
import { shipped } from "./shipped.js";
import { createStore, type Store } from "./store.js";
import { Wiring } from "./wiring.js";

/** Everything the service is made of, by name. */
export interface Services {
  breaker: GatewayBreaker;
  clock: Clock;
  codeMacs: CodeMacs;
  codes: Codes;
  config: Config;
  deliverMessage: DeliverMessage;
  dispatcher: EventDispatcher;
  eventPublisher: EventPublisher;
  events: Events;
  facts: () => Facts;
  guardPumping: GuardPumping;
  handleEvent: HandleEvent;
  hashes: Hashes;
  http: HttpServer;
  journal: Journal;
  journalStep: JournalStep;
  judgeMessage: JudgeMessage;
  liveCodes: LiveCodes;
  log: Log;
  meters: PrometheusMeters;
  notifications: ReadonlyMap<string, Notification<unknown>>;
  otpPolicies: OtpPolicies;
  pace: Pace;
  randomness: Randomness;
  readEvent: ReadEventRecord;
  resolveDoubt: ResolveDoubt;
  schedule: Schedule;
  sendOtp: SendOtp;
  sendText: SendText;
  settleMessage: SettleMessage;
  slots: Slots;
  smsGateway: SmsGateway;
  store: Store;
  takeRequest: TakeRequest;
  templates: TemplateStore;
  verifyOtp: VerifyOtp;
  /** What is weak, told at start and at /readyz. */
  warnings: string[];
  wakeParked: WakeParked;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** So many records, of each lane, may wait or work for each text in flight. */
const activePerSlot = 8;

/** The one graph: production runs it as it is, a test replaces the outermost parts. `simulatorUrl`: the embedded phones. */
export const compose = (config: Config, simulatorUrl: string | undefined): Wiring<Services> =>
  new Wiring<Services>()
    .provide("config", [], () => config)
    .provide("warnings", [], () => [])
    .provide("clock", [], () => systemClock)
    .provide("randomness", [], () => systemRandomness)
    .provide("log", [], () => createLog(config.LOG_LEVEL))
    .provide("meters", [], createMeters)
    .provide("hashes", [], () =>
      createHashes(config.SMS_HASH_KEY === undefined ? randomBytes(32) : Buffer.from(config.SMS_HASH_KEY)),
    )
    .provide("templates", [], () => createTemplateStore(config.SMS_TEMPLATES_DIR ?? shipped("templates")))
    .provide("facts", ["templates"], ({ templates }) => createFacts(config, templates))
    .provide("notifications", [], () => new Map(notifications.map((one) => [one.topic, one])))

    .provide("store", ["clock", "config", "log"], createStore)
    .provide("journal", ["store"], ({ store }) => store.journal)
    .provide("schedule", ["store"], ({ store }) => store.schedule)
    .provide("events", ["clock", "config", "journal", "log", "notifications"], ({ notifications: routed, ...needs }) =>
      createEvents({ ...needs, topics: [...routed.keys()] }),
    )
    .provide("eventPublisher", ["events"], ({ events }) => events.publisher)
    .provide("smsGateway", [], () => createGateway(config, simulatorUrl))

    .provide("slots", [], () => new Slots(config.SMS_MAX_IN_FLIGHT))
    .provide("pace", ["clock", "store"], ({ clock, store }) => new Pace({ clock, throttle: store.throttle }))
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
    .provide("journalStep", ["clock", "log", "meters"], createJournalStep)
    .provide(
      "settleMessage",
      ["clock", "eventPublisher", "hashes", "journal", "journalStep", "log", "meters", "smsGateway"],
      (needs) => createSettleMessage({ ...needs, gateway: needs.smsGateway.name }),
    )
    .provide(
      "sendText",
      ["breaker", "clock", "journal", "journalStep", "log", "meters", "settleMessage", "slots", "smsGateway"],
      createSendText,
    )
    .provide("liveCodes", [], () => new LiveCodes())
    .provide("otpPolicies", [], () => defaultOtpPolicies)
    .provide("codeMacs", [], () => {
      const [newest = randomBytes(32), ...older] = (config.OTP_SECRET ?? []).map((secret) => Buffer.from(secret));
      return createCodeMacs([newest, ...older]);
    })
    .provide("guardPumping", ["hashes", "store"], ({ hashes, store: { pumpingLedger } }) =>
      createGuardPumping({ hashes, pumpingGuard: defaultPumpingGuard, pumpingLedger }),
    )
    .provide(
      "codes",
      [
        ...(["clock", "codeMacs", "facts", "guardPumping", "hashes", "liveCodes", "log", "meters"] as const),
        ...(["otpPolicies", "randomness", "store"] as const),
      ],
      ({ meters, store: { otpStore }, ...needs }) => createCodes({ ...needs, otpMeters: meters, otpStore }),
    )
    .provide(
      "sendOtp",
      [
        ...(["clock", "codes", "deliverMessage", "hashes", "journal", "liveCodes", "log"] as const),
        ...(["otpPolicies", "randomness", "schedule", "store"] as const),
      ],
      ({ store: { idempotency }, ...needs }) => createSendOtp({ ...needs, idempotency }),
    )
    .provide(
      "verifyOtp",
      [
        ...(["clock", "codeMacs", "eventPublisher", "guardPumping", "hashes", "log", "meters"] as const),
        ...(["otpPolicies", "store"] as const),
      ],
      ({ meters, store: { otpStore }, ...needs }) =>
        createVerifyOtp({ ...needs, defaultCountry: config.SMS_DEFAULT_COUNTRY, otpMeters: meters, otpStore }),
    )

    .provide("judgeMessage", ["clock", "codes", "facts"], createJudgeMessage)
    .provide(
      "deliverMessage",
      [
        ...(["breaker", "clock", "codes", "eventPublisher", "events", "facts", "journal", "journalStep"] as const),
        ...(["judgeMessage", "log", "meters", "pace", "randomness", "sendText", "settleMessage"] as const),
      ],
      (needs) =>
        createDeliverMessage({
          ...needs,
          crashPolicy: config.crashPolicy,
          keepLimit: (topic, now) => {
            const ms = needs.events.source.retentionMs(topic);
            return ms === undefined ? undefined : new Date(now.getTime() + ms - dayMs);
          },
        }),
    )

    .provide("readEvent", ["hashes", "notifications"], (needs) =>
      createReadEvent({ ...needs, journalTtlMs: config.JOURNAL_TTL_HOURS * hourMs }),
    )
    .provide("handleEvent", ["deliverMessage", "eventPublisher", "hashes", "log", "meters"], (needs) =>
      createHandleEvent({ ...needs, topicPrefix: config.KAFKA_TOPIC_PREFIX }),
    )
    .provide("dispatcher", ["breaker", "clock", "handleEvent", "log", "meters", "readEvent"], (needs) => {
      const mostActive = config.SMS_MAX_IN_FLIGHT * activePerSlot;
      return new EventDispatcher({ ...needs, mostActive, held: () => needs.breaker.cause !== undefined });
    })
    .provide("wakeParked", ["clock", "deliverMessage", "log", "meters", "schedule"], (needs) =>
      createWakeParked({ ...needs, mostActive: config.SMS_MAX_IN_FLIGHT * activePerSlot }),
    )
    .provide("takeRequest", ["clock", "eventPublisher", "facts", "hashes", "journal"], (needs) =>
      createTakeRequest({ ...needs, smsRequested: smsRequested as Notification<unknown> }),
    )
    .provide("resolveDoubt", ["clock", "eventPublisher", "hashes", "journal", "meters"], createResolveDoubt)
    .provide(
      "http",
      [
        ...(["breaker", "events", "hashes", "journal", "meters", "notifications", "resolveDoubt"] as const),
        ...(["store", "takeRequest", "warnings"] as const),
      ],
      ({ breaker, events, meters, notifications: routed, store, warnings, ...needs }) =>
        createHttpServer({
          ...needs,
          apiKeys: config.API_KEYS,
          acceptLoss: async () => undefined,
          events: events.bus === undefined ? undefined : { bus: events.bus, topics: [...routed.keys()] },
          metrics: () => meters.text(),
          openapi: () => ({}),
          troubles: () => [
            ...events.source.troubles(),
            ...events.publisher.troubles(),
            ...store.troubles(),
            ...(breaker.cause === undefined ? [] : [`the gateway takes nothing: ${breaker.cause}`]),
          ],
          warnings: () => warnings,
        }),
    );
