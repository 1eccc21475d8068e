import { startSimulator, type Simulator } from "../adapters/simulator/simulator.js";
import type { Config } from "../adapters/environment/config.js";
import type { EventRecord } from "../application/ports/event-source.js";
import { otpPolicyWarnings } from "../domain/otp-policy.js";
import { otpTemplateFaults } from "../domain/otp-template-faults.js";
import { parsePhoneNumber } from "../domain/phone-number.js";
import { priceOf } from "../domain/price-book.js";
import { compose } from "./compose.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

export interface RunningService {
  readonly services: Wiring<Services>;
  /** Address of the HTTP API. */
  readonly url: string;
  /** Address of the embedded simulator's phones. */
  readonly inbox: string | undefined;
  /** What is weak, each a sentence with its cure. */
  readonly warnings: readonly string[];
  /** Stops in order within the grace; false: something was left, and nothing of it was committed. Safe to call twice. */
  stop(): Promise<boolean>;
}

const gaugeEveryMs = 5_000;
/** What closing may take once nothing is in flight. */
const closeMs = 5_000;
const outcomesShown = 200;

const parsed = ({ value }: EventRecord): unknown => JSON.parse(String(value));

/** Starts the phones where texts are to stay on this machine and no simulator runs elsewhere. */
const phones = async (config: Config, wired: () => Wiring<Services> | undefined): Promise<Simulator | undefined> => {
  if (config.SMS_GATEWAY === "sns" || config.AWS_ENDPOINT_URL_SNS !== undefined) return undefined;
  return startSimulator({
    host: "127.0.0.1",
    port: config.SIMULATOR_PORT,
    outcomes: () => {
      const bus = wired()?.get("events").bus;
      if (bus === undefined) return [];
      return ["sms.sent", "sms.failed"]
        .flatMap((topic) => bus.list(topic, outcomesShown))
        .sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime())
        .map(parsed);
    },
    costOf: (message) => costOf(wired(), message),
  });
};

type Shown = {
  readonly phone: string;
  readonly segments: number;
  readonly attributes: Readonly<Record<string, string>>;
};

const costOf = (services: Wiring<Services> | undefined, { phone, segments, attributes }: Shown) => {
  const number = parsePhoneNumber(phone);
  if (services === undefined || typeof number === "string" || number.country === undefined) return undefined;
  const messageClass = attributes["AWS.SNS.SMS.SMSType"] === "Promotional" ? "promotional" : "transactional";
  const price = priceOf(services.get("facts")().prices, number.country, messageClass);
  return price === undefined ? undefined : { micros: price.micros * segments };
};

/** `change` may replace parts of the graph before anything is made: tests do. */
export const startService = async (
  config: Config,
  change: (services: Wiring<Services>) => Wiring<Services> = (services) => services,
): Promise<RunningService> => {
  let wired: Wiring<Services> | undefined;
  const simulator = await phones(config, () => wired);
  const stopping = new AbortController();
  try {
    const services = change(compose(config, simulator?.url));
    wired = services;
    const { dispatcher, events, http, journal, meters, store, wakeParked } = {
      dispatcher: services.get("dispatcher"),
      events: services.get("events"),
      http: services.get("http"),
      journal: services.get("journal"),
      meters: services.get("meters"),
      store: services.get("store"),
      wakeParked: services.get("wakeParked"),
    };
    const warnings = [
      ...(await store.open()),
      ...(await events.open()),
      ...otpPolicyWarnings(services.get("otpPolicies")),
      ...otpTemplateFaults(services.get("otpPolicies"), services.get("templates").current()),
    ];
    services.get("warnings").push(...warnings);
    services.get("breaker").whenClosed(() => dispatcher.wake());
    await events.source.start(dispatcher);
    const woken = wakeParked(stopping.signal);
    const gauges = setInterval(() => {
      journal.inDoubtCount().then(
        (count) => meters.inDoubt(count),
        () => undefined,
      );
      for (const { topic, partition, lag } of events.lag()) meters.consumerLag(topic, partition, lag);
    }, gaugeEveryMs);
    const url = await http.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });

    const stop = async (): Promise<boolean> => {
      const clock = services.get("clock");
      const until = clock.monotonic() + config.SHUTDOWN_GRACE_MS;
      const leftMs = () => Math.max(until - clock.monotonic(), 0);
      const ended = new AbortController();
      const inTime = (work: Promise<unknown>, ms: number): Promise<boolean> =>
        Promise.race([work.then(() => true), clock.sleep(ms, ended.signal).then(() => false)]);
      const close = async (): Promise<void> => {
        await events.publisher.close();
        await events.source.close();
        await services.get("smsGateway").close();
        await store.close();
        await simulator?.close();
      };
      clearInterval(gauges);
      stopping.abort();
      const left = [
        await inTime(Promise.all([http.close(), events.source.stopFetching()]), leftMs()),
        await dispatcher.drain(leftMs()),
        await inTime(woken, leftMs()),
        await inTime(close(), closeMs),
      ];
      ended.abort();
      return left.every((done) => done);
    };
    let stopped: Promise<boolean> | undefined;
    return {
      services,
      url,
      inbox: simulator?.url,
      warnings,
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await simulator?.close();
    throw error;
  }
};
