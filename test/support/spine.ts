import { MemoryEventBus } from "../../src/adapters/memory/event-bus.js";
import { createMemoryJournal } from "../../src/adapters/memory/journal.js";
import { createMemoryMoneyLedger } from "../../src/adapters/memory/money-ledger.js";
import { createMemoryRecipientLog } from "../../src/adapters/memory/recipient-log.js";
import { noLimits } from "../../src/adapters/files/limits.js";
import { createControlSend } from "../../src/application/controls/control-send.js";
import type { Limits } from "../../src/application/ports/limits.js";
import { createMemoryThrottle } from "../../src/adapters/memory/throttle.js";
import { createHashes } from "../../src/adapters/system/hashes.js";
import type { OtpCodes } from "../../src/application/delivery/otp-codes.js";
import { createCancelParked } from "../../src/application/delivery/cancel-parked.js";
import { createClaimMessage } from "../../src/application/delivery/claim-message.js";
import { createDeliverMessage } from "../../src/application/delivery/deliver-message.js";
import { createFinishOtp } from "../../src/application/delivery/finish-otp.js";
import { createFailMessage } from "../../src/application/delivery/fail-message.js";
import { GatewayBreaker } from "../../src/application/delivery/gateway-breaker.js";
import { createBuryRecord } from "../../src/application/intake/bury-record.js";
import { createGiveUpRecord } from "../../src/application/intake/give-up-record.js";
import { createHandleEvent } from "../../src/application/intake/handle-event.js";
import { createRetryStep, Stopped } from "../../src/application/delivery/retry-step.js";
import { createJudgeMessage } from "../../src/application/delivery/judge-message.js";
import type { Message, MessageRequest } from "../../src/application/message/message.js";
import { createAskAhead } from "../../src/application/delivery/ask-ahead.js";
import type { GatherFacts } from "../../src/application/controls/gather-facts.js";
import { createAwaitPermission } from "../../src/application/delivery/await-permission.js";
import { createHoldMessage } from "../../src/application/delivery/hold-message.js";
import { createMendOrphans } from "../../src/application/delivery/mend-orphans.js";
import { createPublishOutcome } from "../../src/application/delivery/publish-outcome.js";
import { RateQueue } from "../../src/application/delivery/rate-queue.js";
import type { OutgoingEvent } from "../../src/application/ports/event-publisher.js";
import { type Journal, JournalUnavailable } from "../../src/application/ports/journal.js";
import type { Meters } from "../../src/application/ports/meters.js";
import type { Schedule } from "../../src/application/ports/schedule.js";
import type { SendRates } from "../../src/application/delivery/send-rates.js";
import { createCallGateway } from "../../src/application/delivery/call-gateway.js";
import { createSendText } from "../../src/application/delivery/send-text.js";
import { createSettleMessage } from "../../src/application/delivery/settle-message.js";
import { Slots } from "../../src/application/delivery/slots.js";
import { createWakeParked } from "../../src/application/delivery/wake-parked.js";
import type { DeploymentFacts } from "../../src/domain/decision/deployment-facts.js";
import type { SpentWord } from "../../src/domain/money/spent-word.js";
import type { AccountSpend } from "../../src/domain/money/account-room.js";
import type { CrashPolicy, MessageClass } from "../../src/domain/message-class.js";
import { parsePhoneNumber } from "../../src/domain/phone/phone-number.js";
import { ManualClock } from "./manual-clock.js";
import { noMeters } from "./no-meters.js";
import { ScriptedGateway } from "./scripted-gateway.js";
import { silentErrorLog } from "./silent-error-log.js";
import { silentLog } from "./silent-log.js";
import { aTemplate, byName, someFacts } from "./some-facts.js";

const hourMs = 3_600_000;

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

/** The process died here: nothing that it was about to do happens. */
export class Crash extends Stopped {}

/** The store does not answer, having applied the step ("after") or not; or the process dies. */
export type Trouble = "before" | "after" | "error-before" | "error-after" | "crash-before" | "crash-after";

/** A journal whose next calls of a step go wrong. */
export class TroubledJournal {
  readonly #journal: Journal;
  readonly #troubles = new Map<string, Trouble[]>();
  readonly #answers = new Map<string, { readonly answer: unknown; left: number }>();
  /** Steps as they were asked for: name and arguments. */
  readonly steps: { readonly name: string; readonly args: readonly unknown[] }[] = [];
  /** Called once each step is answered. */
  onStep: (name: string) => void = () => undefined;
  readonly journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    this.journal = new Proxy(journal, {
      get: (target, name: keyof Journal & string) => {
        const step = target[name] as unknown as (...args: readonly unknown[]) => Promise<unknown>;
        return async (...args: readonly unknown[]) => {
          this.steps.push({ name, args });
          const given = this.#answers.get(name);
          if (given !== undefined && given.left > 0) {
            given.left -= 1;
            return given.answer;
          }
          const trouble = this.#troubles.get(name)?.shift();
          if (trouble === "before") throw new JournalUnavailable("no answer");
          if (trouble === "crash-before") throw new Crash();
          if (trouble === "error-before") throw new Error("ERR something else");
          const answer = await step.apply(this.#journal, args as unknown[]);
          if (trouble === "after") throw new JournalUnavailable("no answer");
          if (trouble === "crash-after") throw new Crash();
          if (trouble === "error-after") throw new Error("ERR something else");
          this.onStep(name);
          return answer;
        };
      },
    });
  }

  /** From now on, or so many times, it answers so, and applies nothing. */
  answer(step: keyof Journal, answer: unknown, times = Number.POSITIVE_INFINITY): void {
    this.#answers.set(step, { answer, left: times });
  }

  trouble(step: keyof Journal, ...when: Trouble[]): void {
    this.#troubles.set(step, when);
  }
}

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
  readonly gatherFacts?: GatherFacts;
  readonly account?: AccountSpend;
  readonly spentUp?: SpentWord;
}

/** The spine of one worker on memory adapters; `another()` is a second one on the same journal, as after a crash. */
export const openSpine = (options: SpineOptions = {}) => {
  const {
    policy = "resend-once",
    rates = { transactional: undefined, promotional: undefined },
    slots: total = 64,
  } = options;
  const clock = new ManualClock();
  const { journal: memory, schedule } = createMemoryJournal({
    clock,
    ttlMs: 168 * hourMs,
    parkedBytesCap: options.parkedBytesCap,
  });
  const troubled = new TroubledJournal(memory);
  const { journal } = troubled;
  const bus = new MemoryEventBus({ topics: [], now: () => clock.now() });
  const gateway = new ScriptedGateway(clock);
  const hashes = createHashes(Buffer.alloc(32, 7));
  const throttle = createMemoryThrottle(clock, rates);
  const moneyLedger = createMemoryMoneyLedger({ clock });
  const counted: string[] = [];
  const meters: Meters = {
    ...noMeters,
    count: (what) => counted.push(what),
    outcome: (of, status, reason) => counted.push(`${of} ${status} ${reason}`),
    inFlight: (lane, change) => counted.push(`${lane} ${change}`),
  };
  const log = silentLog;
  const errorLog = silentErrorLog;
  /** No message of these tests is a code. */
  const otpCodes: OtpCodes = {
    issue: async () => {
      throw new Error("no codes here");
    },
    ended: async () => undefined,
    parked: async () => undefined,
  };
  const finishOtp = createFinishOtp({ otpCodes });
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
  const facts = () => options.facts ?? spineFacts;
  const crashPolicy: Record<MessageClass, CrashPolicy> = { otp: policy, transactional: policy, promotional: policy };

  const worker = () => {
    const changes: string[] = [];
    const breaker = new GatewayBreaker((cause, open) => changes.push(`${cause} ${open ? "open" : "closed"}`));
    const slots = new Slots(total);
    const slowed: (readonly [MessageClass, number])[] = [];
    const rateQueue = new RateQueue({ clock, slowed: (of, factor) => slowed.push([of, factor]), throttle });
    const retryStep = createRetryStep({ clock, errorLog, log, meters });
    const publishOutcome = createPublishOutcome({ eventPublisher, log, meters });
    const settleMessage = createSettleMessage({
      ...{ clock, gateway: gateway.name, hashes, journal, log, meters, publishOutcome, retryStep },
    });
    const callGateway = createCallGateway({
      ...{ breaker, clock, journal, retryStep, meters, rateQueue, smsGateway: gateway },
    });
    const sendText = createSendText({
      ...{ breaker, callGateway, clock, journal, retryStep, log, meters, settleMessage, slots },
    });
    const recipientLog = createMemoryRecipientLog({ clock });
    const controlSend = createControlSend({
      accountWatch: { spend: options.account, spentUp: options.spentUp },
      ...{ clock, hashes, moneyLedger },
      limits: () => options.limits ?? noLimits,
      // Most tests of the spine send several texts to one number at one instant.
      recipientLog: {
        ...recipientLog,
        take: (who, ask) => recipientLog.take(who, options.spaced ? ask : { ...ask, spacingMs: 0 }),
      },
    });
    const claimMessage = createClaimMessage({
      ...{ clock, crashPolicy, facts, gateway: gateway.name, hashes, journal, log, meters, retryStep },
    });
    const askAhead = createAskAhead({ clock, facts, gatherFacts: options.gatherFacts ?? (async () => ({})) });
    const deliverMessage = createDeliverMessage({
      askAhead,
      ...{ claimMessage, clock, finishOtp, log, sendText, settleMessage },
      controlSend,
      retryStep,
      awaitPermission: createAwaitPermission({ breaker, clock, rateQueue }),
      holdMessage: createHoldMessage({ clock, eventPublisher, gateway: gateway.name, hashes, journal, log, retryStep }),
      judgeMessage: createJudgeMessage({ askAhead, clock, otpCodes, facts }),
      latestParkable: (_, from) =>
        options.keepMs === undefined ? undefined : new Date(from.getTime() + options.keepMs),
      // The longest backoff there may be.
      randomness: { below: (bound) => bound - 1, uuid: () => "00000000-0000-4000-8000-000000000000" },
    });
    const failMessage = createFailMessage({ claimMessage, otpCodes, facts, settleMessage });
    const cancelParked = createCancelParked({
      ...{ otpCodes, crashPolicy, facts, journal, schedule, settleMessage },
      judgeMessage: createJudgeMessage({ askAhead, clock, otpCodes, facts }),
    });
    const buryRecord = createBuryRecord({ eventPublisher, log, meters, topicPrefix: "acme." });
    const giveUpRecord = createGiveUpRecord({ buryRecord, errorLog, failMessage });
    const handleEvent = createHandleEvent({ buryRecord, deliverMessage, eventPublisher, hashes, meters });
    const wakeParked = createWakeParked({
      defaultCountry: "IN",
      ...{ clock, deliverMessage, errorLog, failMessage, meters, mostActive: 64, schedule },
    });
    const mendOrphans = (of: Pick<Schedule, "giveUp" | "mend">) =>
      createMendOrphans({
        ...{ clock, errorLog, gateway: gateway.name, hashes, journal, log, meters, publishOutcome, schedule: of },
      });
    return {
      breaker,
      cancelParked,
      changes,
      deliverMessage,
      failMessage,
      giveUpRecord,
      handleEvent,
      mendOrphans,
      publishOutcome,
      rateQueue,
      slots,
      slowed,
      wakeParked,
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
      published,
      schedule,
    },
    ...{ troubled, waiting, waits, another: worker, ...worker() },
  };
};

export const ofClass = (template: MessageClass): Partial<MessageRequest> => ({
  content: { kind: "template", template, variables: { word: "world" } },
});
