import { readConfig } from "../../src/adapters/environment/config.js";
import { createLog } from "../../src/adapters/system/log.js";
import type { EventPublisher, OutgoingEvent } from "../../src/application/ports/event-publisher.js";
import { compose } from "../../src/composition/compose.js";
import type { Services } from "../../src/composition/services.js";
import { createSharedTime } from "../../src/adapters/system/shared-clock.js";
import { createStore, type Store } from "../../src/composition/store.js";
import type { Wiring } from "../../src/composition/wiring.js";
import { defaultOtpPolicies, type OtpPolicies } from "../../src/domain/otp/otp-policy.js";
import { ManualClock } from "./manual-clock.js";
import { ScriptedGateway } from "./scripted-gateway.js";
import { silentLog } from "./silent-log.js";

export const aNumber = "+919876543210";

const secret = "a secret for tests only and of more than 32 bytes";
const config = readConfig({ SMS_HASH_KEY: secret, OTP_SECRET: secret, LOG_LEVEL: "trace" });

/** `before` and `after` each call of a part of the service, by `part.method`: what they await, the call awaits. */
export interface Hook {
  before?(step: string): Promise<void> | void;
  after?(step: string): Promise<void> | void;
}

const hooked = <Part extends object>(part: string, target: Part, hook: Hook): Part =>
  new Proxy(target, {
    get: (object, method) => {
      const value = Reflect.get(object, method);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        const step = `${part}.${String(method)}`;
        const answer = async () => {
          await hook.before?.(step);
          const result = await value.apply(object, args);
          await hook.after?.(step);
          return result;
        };
        // What answers at once goes on to do so.
        return method === "verified" || method === "troubles" ? value.apply(object, args) : answer();
      };
    },
  });

/** Stores, clock, gateway and topics that outlive any process of the service; `change` gives other stores than memory's. */
export const otpWorld = (
  policies: OtpPolicies = defaultOtpPolicies,
  change: (clock: ManualClock) => Partial<Store> = () => ({}),
) => {
  const clock = new ManualClock(new Date("2026-11-24T10:00:00Z"));
  const gateway = new ScriptedGateway(clock);
  const published: OutgoingEvent[] = [];
  const logs: string[] = [];
  const store: Store = {
    ...createStore({ clock, config, log: silentLog, sharedTime: createSharedTime() }),
    ...change(clock),
  };
  const publisher: EventPublisher = {
    publish: async (event) => {
      published.push(event);
    },
    close: async () => undefined,
    troubles: () => [],
  };
  return {
    clock,
    gateway,
    logs,
    published,
    store,
    /** The codes that reached the phones, oldest first. */
    codes: () => gateway.received.map(({ text }) => /\d{4,10}/.exec(text)![0]),
    values: (topic: string) =>
      published.filter((event) => event.topic === topic).map(({ value }) => JSON.parse(String(value))),
    /** A process: the graph of production, on these parts. */
    process: (hook: Hook = {}): Wiring<Services> => {
      const { journal, schedule, otpStore, idempotency, pumpingLedger } = store;
      const parts = { journal, schedule, otpStore, idempotency, pumpingLedger };
      const watched = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hooked(name, part, hook)]));
      return compose(config, undefined)
        .provide("clock", [], () => clock)
        .provide("store", [], () => ({ ...store, ...watched }) as Store)
        .provide("smsGateway", [], () => hooked("gateway", gateway, hook))
        .provide("eventPublisher", [], () => hooked("eventPublisher", publisher, hook))
        .provide("otpPolicies", [], () => policies)
        .provide("log", [], () => createLog("trace", { write: (line) => logs.push(line) }));
    },
  };
};

/** Lets `ms` pass while a process wakes what is due. */
export const sweep = async (world: ReturnType<typeof otpWorld>, services: Wiring<Services>, ms: number) => {
  const stop = new AbortController();
  const waking = services.get("wakeParked")(stop.signal);
  await world.clock.advance(ms);
  stop.abort();
  await world.clock.until(Promise.resolve(waking));
};
