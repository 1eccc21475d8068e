import { readConfig } from "../../src/adapters/environment/config.js";
import { noLimits } from "../../src/adapters/files/no-limits.js";
import { MemoryEventBus } from "../../src/adapters/memory/event-bus.js";
import { createMemoryDepartures } from "../../src/adapters/memory/departures.js";
import { createMemoryJournal } from "../../src/adapters/memory/journal.js";
import { createMemoryMoneyLedger } from "../../src/adapters/memory/money-ledger.js";
import { createMemoryRecipientLog } from "../../src/adapters/memory/recipient-log.js";
import { createMemoryThrottle } from "../../src/adapters/memory/throttle.js";
import { createHashes } from "../../src/adapters/system/hashes.js";
import { createMeters } from "../../src/adapters/system/meters.js";
import { createControlSend } from "../../src/application/controls/control-send.js";
import type { GatherFacts } from "../../src/application/controls/gather-facts.js";
import { GatewayBreaker } from "../../src/application/delivery/gateway-breaker.js";
import type { OtpCodes } from "../../src/application/delivery/otp-codes.js";
import { RateQueue } from "../../src/application/delivery/rate-queue.js";
import type { SendRates } from "../../src/application/delivery/send-rates.js";
import { Slots } from "../../src/application/delivery/slots.js";
import type { Message, MessageRequest } from "../../src/application/message/message.js";
import type { OutgoingEvent } from "../../src/application/ports/event-publisher.js";
import type { Limits } from "../../src/application/ports/limits.js";
import type { RecipientLog } from "../../src/application/ports/recipient-log.js";
import type { Throttle } from "../../src/application/ports/throttle.js";
import type { Schedule } from "../../src/application/ports/schedule.js";
import { compose } from "../../src/composition/compose.js";
import { createEvents } from "../../src/composition/events.js";
import type { DeploymentFacts } from "../../src/domain/decision/deployment-facts.js";
import type { CrashPolicy, MessageClass } from "../../src/domain/message-class.js";
import type { AccountSpend } from "../../src/domain/money/account-room.js";
import type { SpentWord } from "../../src/domain/money/spent-word.js";
import { parsePhoneNumber } from "../../src/domain/phone/phone-number.js";
import { ManualClock } from "./manual-clock.js";
import { ScriptedGateway } from "./scripted-gateway.js";
import { silentErrorLog } from "./silent-error-log.js";
import { silentLog } from "./silent-log.js";
import { aTemplate, byName, someFacts } from "./some-facts.js";
import { TroubledJournal } from "./troubled-journal.js";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** One template of each class, so that a message may be of any. */
export const spineFacts: DeploymentFacts = someFacts({
  templates: byName(
    ...(["otp", "transactional", "promotional"] as const).map((of) =>
      aTemplate(of, {
        class: of,
        variables: { word: { type: "text", maxLength: 20 } },
        texts: { en: of === "promotional" ? "Hello {word}. Reply STOP to end" : "Hello {word}" },
      }),
    ),
  ),
});

export interface SpineOptions {
  readonly policy?: CrashPolicy;
  readonly rates?: SendRates;
  readonly slots?: number;
  readonly parkedBytesCap?: number;
  readonly keepMs?: number;
  readonly facts?: DeploymentFacts;
  readonly limits?: Limits;
  /** A number gets a text a second, as it does in the service. */
  readonly spaced?: boolean;
  /** In place of the account's rate. */
  readonly throttle?: Throttle;
  readonly gatherFacts?: GatherFacts;
  readonly account?: AccountSpend;
  readonly spentUp?: SpentWord;
  /** Texts may leave by one journey to the store. */
  readonly departs?: boolean;
}

/** No message of these tests is a code. */
const noCodes: OtpCodes = {
  issue: async () => {
    throw new Error("no codes here");
  },
  ended: async () => undefined,
  parked: async () => undefined,
};

/** The service's graph on memory parts that a test can look into; `another()` is a second worker on them, as after a crash. */
export const openSpine = (options: SpineOptions = {}) => {
  const {
    policy = "resend-once",
    rates = { transactional: undefined, promotional: undefined },
    slots: total = 64,
  } = options;
  const config = {
    ...readConfig({}),
    KAFKA_TOPIC_PREFIX: "acme.",
    crashPolicy: { otp: policy, transactional: policy, promotional: policy },
  };
  const clock = new ManualClock();
  const { journal: memory, schedule } = createMemoryJournal({
    clock,
    ttlMs: 168 * hourMs,
    parkedBytesCap: options.parkedBytesCap,
  });
  const troubled = new TroubledJournal(memory);
  const { journal } = troubled;
  const keepMs = options.keepMs === undefined ? undefined : options.keepMs + dayMs;
  const bus = Object.assign(new MemoryEventBus({ topics: [], now: () => clock.now() }), { retentionMs: () => keepMs });
  const gateway = new ScriptedGateway(clock);
  const hashes = createHashes(Buffer.alloc(32, 7));
  const throttle = options.throttle ?? createMemoryThrottle(clock, rates);
  let placesAsked = 0;
  const moneyLedger = createMemoryMoneyLedger({ clock });
  const counted: string[] = [];
  const published: OutgoingEvent[] = [];
  const waits: OutgoingEvent[] = [];
  const eventPublisher = {
    close: () => bus.close(),
    troubles: () => bus.troubles(),
    publish: async (event: OutgoingEvent) => {
      await bus.publish(event);
      (event.topic === "sms.deferred" ? waits : published).push(event);
    },
  };

  const recipientLog = createMemoryRecipientLog({ clock });

  const worker = () => {
    // Most tests of the spine send several texts to one number at one instant.
    const places: RecipientLog = {
      ...recipientLog,
      take: (who, ask) => {
        placesAsked += 1;
        return recipientLog.take(who, options.spaced ? ask : { ...ask, spacingMs: 0 });
      },
    };
    const changes: string[] = [];
    const slowed: (readonly [MessageClass, number])[] = [];
    const graph = () =>
      compose(config, undefined)
        .provide("clock", [], () => clock)
        .provide("log", [], () => silentLog)
        .provide("errorLog", [], () => silentErrorLog)
        .provide("hashes", [], () => hashes)
        // The longest backoff there may be.
        .provide("randomness", [], () => ({
          below: (bound) => bound - 1,
          uuid: () => "00000000-0000-4000-8000-000000000000",
        }))
        .provide("meters", [], () => ({
          ...createMeters([]),
          count: (what) => counted.push(what),
          outcome: (of, status, reason) => counted.push(`${of} ${status} ${reason}`),
          inFlight: (lane, change) => counted.push(`${lane} ${change}`),
        }))
        .provide("facts", [], () => () => options.facts ?? spineFacts)
        .provide("gatherFacts", [], () => options.gatherFacts ?? (async () => ({})))
        .provide("journal", [], () => journal)
        .provide("schedule", [], () => schedule)
        .provide("events", ["clock", "config", "errorLog", "journal", "log"], (needs) => ({
          ...createEvents(needs),
          source: bus,
        }))
        .provide("eventPublisher", [], () => eventPublisher)
        .provide("takers", [], () => new Map())
        .provide("smsGateway", [], () => gateway)
        .provide("otpCodes", [], () => noCodes)
        .provide("slots", [], () => new Slots(total))
        .provide(
          "rateQueue",
          [],
          () => new RateQueue({ clock, slowed: (of, factor) => slowed.push([of, factor]), throttle }),
        )
        .provide(
          "breaker",
          [],
          () => new GatewayBreaker((cause, open) => changes.push(`${cause} ${open ? "open" : "closed"}`)),
        )
        .provide("moneyLedger", [], () => moneyLedger)
        .provide("recipientLog", [], () => places)
        .provide("departures", [], () => ({
          all: options.departs ? createMemoryDepartures({ journal, moneyLedger, recipientLog: places }) : undefined,
        }))
        .provide("controlSend", [], () => {
          return createControlSend({
            accountWatch: { spend: options.account, spentUp: options.spentUp },
            ...{ clock, hashes, moneyLedger },
            limits: () => options.limits ?? noLimits,
            recipientLog: places,
          });
        });
    const services = graph();
    return {
      changes,
      slowed,
      breaker: services.get("breaker"),
      cancelParked: services.get("cancelParked"),
      deliverMessage: services.get("deliverMessage"),
      failMessage: services.get("failMessage"),
      giveUpRecord: services.get("giveUpRecord"),
      handleEvent: services.get("handleEvent"),
      mendOrphans: (of: Pick<Schedule, "giveUp" | "mend">) =>
        graph()
          .provide("schedule", [], () => ({ ...schedule, ...of }))
          .get("mendOrphans"),
      publishOutcome: services.get("publishOutcome"),
      rateQueue: services.get("rateQueue"),
      recipientLog: places,
      slots: services.get("slots"),
      wakeParked: services.get("wakeParked"),
    };
  };

  let count = 0;
  const aMessage = (change: Partial<MessageRequest> = {}, id?: string): Message => {
    count += 1;
    return {
      id: id ?? hashes.uuid(`message ${count}`),
      recipient: "customer",
      request: {
        to: "+919876543210",
        content: { kind: "template", template: "transactional", variables: { word: `world ${count}` } },
        requestedAt: clock.now(),
        ...change,
        number: parsePhoneNumber(change.to ?? "+919876543210"),
      },
      reference: null,
      correlationId: "ORD-1",
      campaignId: null,
      caller: "/shop",
      traceparent: undefined,
      origin: { topic: "order.created", partition: 0, offset: String(count), eventId: `e-${count}` },
      arrivedAt: clock.now(),
    };
  };

  const valuesOf = (events: readonly OutgoingEvent[]) =>
    events.map(({ value }) => JSON.parse(String(value)) as Record<string, unknown>);
  /** What ended, and what was told to wait. */
  const outcomes = () => valuesOf(published);
  const waiting = () => valuesOf(waits);
  const never = new AbortController().signal;
  return {
    ...{
      aMessage,
      bus,
      clock,
      counted,
      eventPublisher,
      gateway,
      hashes,
      journal,
      moneyLedger,
      never,
      outcomes,
      /** Questions to the log of recipients so far. */
      placesAsked: () => placesAsked,
      published,
      schedule,
    },
    ...{ troubled, waiting, waits, another: worker, ...worker() },
  };
};

export const ofClass = (template: MessageClass): Partial<MessageRequest> => ({
  content: { kind: "template", template, variables: { word: "world" } },
});
