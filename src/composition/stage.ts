import { readConfig } from "../adapters/environment/config.js";
import type { SimulatedMessage } from "../adapters/simulator/simulated-message.js";
import type { OutcomeValue } from "../application/message/outcome.js";
import { recordedOutcome } from "../application/message/recorded-outcome.js";
import { startService } from "./service.js";

/** The whole service with phones, in this process, for other teams' tests. */
export interface SmsStage extends AsyncDisposable {
  /** Its HTTP API. */
  readonly url: string;
  /** Its phones: a page for a person, and the simulator's API. */
  readonly inbox: string;
  /** Publishes one event, as a producer would to Kafka. */
  publish(topic: string, payload: unknown): Promise<void>;
  /** Texts that reached the phones, or one phone, oldest first. */
  texts(to?: string): Promise<readonly SimulatedMessage[]>;
  /** Values of `sms.sent` and `sms.failed`, oldest first. */
  outcomes(): readonly OutcomeValue[];
  /** Resolves once this many outcomes are there; rejects after `withinMs` (5 s). */
  settled(outcomes: number, withinMs?: number): Promise<readonly OutcomeValue[]>;
  stop(): Promise<void>;
}

const everyMs = 10;

/** Starts it on free ports, silent, everything in memory; `environment` changes settings. */
export const startSmsStage = async (environment: NodeJS.ProcessEnv = {}): Promise<SmsStage> => {
  const given = { HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent", ...environment };
  const { services, stop: end, url, inbox } = await startService(readConfig(given));
  const { bus } = services.get("events");
  const clock = services.get("clock");
  if (bus === undefined || inbox === undefined)
    throw new Error("A stage is embedded: leave KAFKA_BROKERS, SMS_GATEWAY and AWS_ENDPOINT_URL_SNS out");

  const outcomes = (): readonly OutcomeValue[] =>
    ["sms.sent", "sms.failed"]
      .flatMap((topic) => bus.list(topic, Number.MAX_SAFE_INTEGER))
      .sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime())
      .map(recordedOutcome);
  const stop = async (): Promise<void> => {
    await end();
  };
  return {
    url,
    inbox,
    publish: (topic, payload) => bus.publish({ topic, key: null, value: JSON.stringify(payload), headers: {} }),
    texts: async (to) => {
      const query = to === undefined ? "" : `?to=${encodeURIComponent(to)}`;
      const answer = await fetch(`${inbox}/api/messages${query}`);
      return ((await answer.json()) as { messages: SimulatedMessage[] }).messages;
    },
    outcomes,
    settled: async (count, withinMs = 5_000) => {
      for (const until = clock.monotonic() + withinMs; outcomes().length < count; await clock.sleep(everyMs))
        if (clock.monotonic() > until)
          throw new Error(`${outcomes().length} of ${count} outcomes within ${withinMs} ms`);
      return outcomes();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
};
