import { readConfig } from "../adapters/environment/config.js";
import { systemClock } from "../adapters/system/clock.js";
import { MovableClock } from "../adapters/system/movable-clock.js";
import { createSharedClock } from "../adapters/system/shared-clock.js";
import type { OutcomeValue } from "../application/message/outcome.js";
import { recordedOutcome } from "../application/message/recorded-outcome.js";
import type { EventPayloads, EventTopic } from "../application/notifications/event-payloads.js";
import type { EventRecord } from "../application/ports/event-source.js";
import { startService } from "./service.js";
import { type SmsDoors, smsDoors } from "./sms-doors.js";
import { StageError } from "./stage-error.js";
import { type StagePhones, stagePhones } from "./stage-phones.js";

/** The whole service with phones, in this process, for other teams' tests. */
export interface SmsStage extends SmsDoors, StagePhones, AsyncDisposable {
  /** Its HTTP API. */
  readonly url: string;
  /** Its phones: a page for a person, and the simulator's API. */
  readonly inbox: string;
  /** The service's time; `advance` jumps forward. */
  readonly clock: Pick<MovableClock, "now" | "advance">;
  /** Publishes one event, as a producer would to Kafka. */
  publish<Topic extends EventTopic>(topic: Topic, payload: EventPayloads[Topic]): Promise<void>;
  /** The same without types, and with headers: for events that break their schema, repeat an id, or come as CloudEvents. */
  publishUnchecked(topic: string, payload: unknown, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** Values of `sms.sent` and `sms.failed`, oldest first. */
  outcomes(): readonly OutcomeValue[];
  /** Values of any topic that the service writes, such as `sms.delivered`, since the start or `clear`, oldest first. */
  events(topic: string): readonly Readonly<Record<string, unknown>>[];
  /** Resolves once this many outcomes are there; rejects after `withinMs` (5 s). */
  settled(outcomes: number, withinMs?: number): Promise<readonly OutcomeValue[]>;
  /** The newest code to this phone that was not handed out yet, or the first since then; waits `withinMs` (5 s) for it. */
  code(to: string, options?: { readonly since?: Date; readonly withinMs?: number }): Promise<string>;
  /**
   * Between two tests: lifts faults, waits until no event is in work (5 s), empties the phones, and forgets plans of receipts and
   * outcomes. Opt-outs, codes, limits, waiting texts and the time stay: take other numbers, or another stage.
   */
  clear(withinMs?: number): Promise<void>;
  close(): Promise<void>;
  /** As `close`. */
  stop(): Promise<void>;
}

export interface StageOptions {
  /** The service's time at its start; default: the real one. */
  readonly now?: Date;
}

/** Free ports, no logs; receipts are read as often as the simulator takes it. */
const byDefault = { HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent", SMS_RECEIPTS_CALLS_PER_SECOND: "8" };
const everyMs = 10;
const usuallyWithinMs = 5_000;

/** Waits in real time, however the stage's clock jumps. */
const eventually = async <Found>(
  look: () => Found | undefined | Promise<Found | undefined>,
  withinMs: number,
  otherwise: () => StageError,
): Promise<Found> => {
  for (const until = systemClock.monotonic() + withinMs; ; await systemClock.sleep(everyMs)) {
    const found = await look();
    if (found !== undefined) return found;
    if (systemClock.monotonic() > until) throw otherwise();
  }
};

/** Starts it on free ports, silent, everything in memory; `environment` changes settings. */
export const startSmsStage = async (
  environment: NodeJS.ProcessEnv = {},
  { now }: StageOptions = {},
): Promise<SmsStage> => {
  const clock = new MovableClock(systemClock, now);
  const given = { ...byDefault, ...environment };
  const { services, stop, url, inbox } = await startService(readConfig(given), (wired) =>
    wired.provide("clock", ["sharedTime"], ({ sharedTime }) => createSharedClock(clock, sharedTime)),
  );
  let isClosed = false;
  const close = async (): Promise<void> => {
    isClosed = true;
    await stop();
  };
  /** A test that goes on after its stage was closed is told so, not that a fetch failed. */
  const whileOpen =
    <Given extends readonly unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      if (isClosed) throw new StageError("closed", "The stage is closed; close it once the last test has ended");
      return work(...given);
    };
  const { bus } = services.get("events");
  if (bus === undefined || inbox === undefined) {
    await close();
    throw new Error("A stage is embedded: leave KAFKA_BROKERS, SMS_GATEWAY and AWS_ENDPOINT_URL_SNS out");
  }
  const phones = stagePhones(inbox);

  /** By `clear`: records before it are forgotten. */
  let forgotten = new Set<EventRecord>();
  const records = (topic: string) =>
    bus.list(topic, Number.MAX_SAFE_INTEGER).filter((record) => !forgotten.has(record));
  const outcomes = (): readonly OutcomeValue[] =>
    ["sms.sent", "sms.failed"]
      .flatMap(records)
      .sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime())
      .map(recordedOutcome);
  const inWork = (): number => bus.lag().reduce((sum, { lag }) => sum + lag, 0);
  const publish = whileOpen((topic: string, payload: unknown, headers: Readonly<Record<string, string>> = {}) =>
    bus.publish({ topic, key: null, value: JSON.stringify(payload), headers }),
  );

  return {
    ...smsDoors(services),
    ...{ texts: whileOpen(phones.texts), fault: whileOpen(phones.fault) },
    ...{ receipt: whileOpen(phones.receipt), reply: whileOpen(phones.reply) },
    ...{ url, inbox, clock, outcomes, close, stop: close, [Symbol.asyncDispose]: close },
    publish: (topic, payload) => publish(topic, payload),
    events: (topic) => records(topic).map(({ value }) => JSON.parse(String(value))),
    publishUnchecked: publish,
    settled: (count, withinMs = usuallyWithinMs) =>
      eventually(
        () => (outcomes().length < count ? undefined : outcomes()),
        withinMs,
        () =>
          new StageError(
            "not-settled",
            `${outcomes().length} of ${count} outcomes within ${withinMs} ms; events in work: ${inWork()}. A text that waits for its time has none yet: advance the clock`,
          ),
      ),
    code: whileOpen((to, { since, withinMs = usuallyWithinMs } = {}) =>
      eventually(
        () => phones.nextCode(to, since),
        withinMs,
        () => new StageError("no-code", `No code reached this phone within ${withinMs} ms`),
      ),
    ),
    clear: whileOpen(async (withinMs = usuallyWithinMs) => {
      await phones.liftFaults();
      await eventually(
        () => (inWork() === 0 ? true : undefined),
        withinMs,
        () => new StageError("in-flight", `Events in work after ${withinMs} ms: ${inWork()}; await settled first`),
      );
      await phones.empty();
      forgotten = new Set(bus.topics().flatMap((topic) => bus.list(topic, Number.MAX_SAFE_INTEGER)));
    }),
  };
};
