import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Config } from "../adapters/environment/config.js";
import { readPrices } from "../adapters/files/prices.js";
import { readTemplates } from "../adapters/files/templates.js";
import { createHttpServer, type EmbeddedBus } from "../adapters/http/server.js";
import { MemoryEventBus } from "../adapters/memory/event-bus.js";
import { createMemoryJournal } from "../adapters/memory/journal.js";
import { SnsSmsGateway } from "../adapters/sns/sms-gateway.js";
import { systemClock } from "../adapters/system/clock.js";
import { createHashes } from "../adapters/system/hashes.js";
import { createLog } from "../adapters/system/log.js";
import { createMeters, type PrometheusMeters } from "../adapters/system/meters.js";
import { systemRandomness } from "../adapters/system/randomness.js";
import { createDeliverMessage, type DeliverMessage } from "../application/deliver-message.js";
import { EventDispatcher } from "../application/dispatch-events.js";
import { GatewayBreaker } from "../application/gateway-breaker.js";
import { createHandleEvent, type HandleEvent } from "../application/handle-event.js";
import type { Notification } from "../application/notification.js";
import { notifications } from "../application/notifications/all.js";
import type { Clock } from "../application/ports/clock.js";
import type { EventPublisher } from "../application/ports/event-publisher.js";
import type { EventSource } from "../application/ports/event-source.js";
import type { Hashes } from "../application/ports/hashes.js";
import type { Journal } from "../application/ports/journal.js";
import type { Log } from "../application/ports/log.js";
import type { Randomness } from "../application/ports/randomness.js";
import type { Schedule } from "../application/ports/schedule.js";
import type { SmsGateway } from "../application/ports/sms-gateway.js";
import type { Throttle } from "../application/ports/throttle.js";
import { Slots } from "../application/slots.js";
import { createTakeRequest, type TakeRequest } from "../application/take-request.js";
import { createWakeParked, type WakeParked } from "../application/wake-parked.js";
import type { Facts } from "../domain/facts.js";
import { Wiring } from "./wiring.js";

/** Everything the service is made of, by name. */
export interface Services {
  breaker: GatewayBreaker;
  bus: (EmbeddedBus & EventSource & EventPublisher) | undefined;
  clock: Clock;
  config: Config;
  deliverMessage: DeliverMessage;
  dispatcher: EventDispatcher;
  eventPublisher: EventPublisher;
  eventSource: EventSource;
  facts: () => Facts;
  handleEvent: HandleEvent;
  hashes: Hashes;
  http: FastifyInstance;
  journal: Journal;
  log: Log;
  meters: PrometheusMeters;
  notifications: ReadonlyMap<string, Notification<unknown>>;
  randomness: Randomness;
  schedule: Schedule;
  slots: Slots;
  smsGateway: SmsGateway;
  store: { readonly journal: Journal; readonly schedule: Schedule };
  takeRequest: TakeRequest;
  throttle: Throttle;
  wakeParked: WakeParked;
}

const laneOf = (topic: string) => (topic === "otp.requested" ? ("otp" as const) : ("transactional" as const));

/** The one graph: production runs it as it is, a test replaces the outermost parts. `simulatorUrl`: where texts go without SNS. */
export const compose = (config: Config, simulatorUrl: string | undefined): Wiring<Services> =>
  new Wiring<Services>()
    .provide("config", [], () => config)
    .provide("clock", [], () => systemClock)
    .provide("randomness", [], () => systemRandomness)
    .provide("log", ["config"], ({ config: { LOG_LEVEL } }) => createLog(LOG_LEVEL))
    .provide("meters", [], createMeters)
    .provide("hashes", ["config"], ({ config: { SMS_HASH_KEY } }) =>
      createHashes(SMS_HASH_KEY === undefined ? randomBytes(32) : Buffer.from(SMS_HASH_KEY)),
    )
    .provide("notifications", [], () => new Map(notifications.map((one) => [one.topic, one])))
    .provide("facts", ["config"], ({ config: settings }) => {
      const facts: Facts = {
        defaultCountry: settings.SMS_DEFAULT_COUNTRY,
        allowedCountries: allowedCountries(settings),
        templates: readTemplates(settings.SMS_TEMPLATES_DIR ?? "templates"),
        prices: readPrices(settings.SMS_PRICE_BOOK ?? "data/price-book.json"),
        senderId: settings.SMS_SENDER_ID,
        originationNumber: settings.SMS_ORIGINATION_NUMBER,
        entityId: settings.SMS_ENTITY_ID,
      };
      return () => facts;
    })
    .provide("store", ["clock", "config"], ({ clock, config: { JOURNAL_TTL_HOURS } }) =>
      createMemoryJournal({ clock, ttlMs: JOURNAL_TTL_HOURS * 3_600_000 }),
    )
    .provide("journal", ["store"], ({ store }) => store.journal)
    .provide("schedule", ["store"], ({ store }) => store.schedule);
