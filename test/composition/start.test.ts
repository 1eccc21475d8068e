import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import type { SmsGateway } from "../../src/application/ports/sms-gateway.js";
import type { Events } from "../../src/composition/events.js";
import { startService } from "../../src/composition/service.js";
import type { Services } from "../../src/composition/services.js";
import type { Store } from "../../src/composition/store.js";
import type { Wiring } from "../../src/composition/wiring.js";
import { compose } from "../../src/composition/compose.js";
import { freePort } from "../support/free-port.js";

type Part = "store" | "gateway" | "source" | "publisher";

interface Trouble {
  readonly open?: "store" | "events" | "source";
  /** What rejects when it is closed. */
  readonly close?: Part;
  readonly portTaken?: boolean;
  readonly stopFetching?: boolean;
  /** The log never begins to deliver, and the service is stopped meanwhile. */
  readonly stopEarly?: boolean;
}

const away = async (): Promise<never> => {
  throw new Error("away");
};

/** The embedded service with parts that tell when they are closed, and fail where the test says so. */
const startWith = async (trouble: Trouble) => {
  const [http, phones] = [await freePort(), await freePort()];
  const config = readConfig({ HTTP_PORT: String(http), SIMULATOR_PORT: String(phones), LOG_LEVEL: "silent" });
  const closed: Part[] = [];
  const closing = (part: Part, close: () => Promise<void>) => async () => {
    closed.push(part);
    if (trouble.close === part) await away();
    await close();
  };
  const change = (services: Wiring<Services>) => {
    const own = compose(config, undefined);
    const { bus, ...events } = own.get("events");
    const store = own.get("store");
    const gateway = own.get("smsGateway");
    const spied: Events = {
      ...{ ...events, bus },
      open: trouble.open === "events" ? away : () => events.open(),
      source: {
        start: async (receiver) => {
          if (trouble.open === "source") await away();
          if (trouble.stopEarly === true) await new Promise(() => undefined);
          await events.source.start(receiver);
        },
        stopFetching: trouble.stopFetching === true ? away : () => events.source.stopFetching(),
        close: closing("source", () => events.source.close()),
        troubles: () => events.source.troubles(),
        retentionMs: (topic) => events.source.retentionMs(topic),
      },
      publisher: {
        publish: (event) => events.publisher.publish(event),
        troubles: () => events.publisher.troubles(),
        close: closing("publisher", async () => undefined),
      },
    };
    const spiedStore: Store = {
      ...store,
      open: trouble.open === "store" ? away : () => store.open(),
      close: closing("store", () => store.close()),
    };
    const spiedGateway: SmsGateway = {
      name: gateway.name,
      endsWithinMs: gateway.endsWithinMs,
      publish: (...call) => gateway.publish(...call),
      close: closing("gateway", () => gateway.close()),
    };
    return services
      .provide("events", [], () => spied)
      .provide("store", [], () => spiedStore)
      .provide("smsGateway", [], () => spiedGateway);
  };
  const blocker = createServer();
  if (trouble.portTaken === true) await new Promise<void>((resolve) => blocker.listen(http, "127.0.0.1", resolve));
  const answers = (port: number) =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
  let early: Promise<boolean> | undefined;
  const working = (stop: () => Promise<boolean>) =>
    void (
      trouble.stopEarly === true &&
      setImmediate(() => {
        early = stop();
      })
    );
  const started = await startService(config, change, working).catch((error: Error) => error);
  blocker.close();
  return { started, closed, early: () => early, doors: async () => [await answers(http), await answers(phones)] };
};

const inOrder: readonly Part[] = ["source", "publisher", "gateway", "store"];

describe("a start that fails closes what it opened, the last first, and listens nowhere", () => {
  test.each<[string, Trouble, RegExp]>([
    ["the port is taken", { portTaken: true }, /EADDRINUSE/],
    ["the store does not open", { open: "store" }, /away/],
    ["the topics are refused", { open: "events" }, /away/],
    ["the log does not deliver, once the port is taken", { open: "source" }, /away/],
    ["a part fails to close, too: the others are closed", { open: "source", close: "publisher" }, /away/],
  ])("%s", async (_, trouble, why) => {
    const { started, closed, doors } = await startWith(trouble);
    expect(started).toBeInstanceOf(Error);
    expect(String(started)).toMatch(why);
    expect(closed).toEqual(inOrder);
    expect(await doors()).toEqual([false, false]);
  });
});

describe("a stop closes everything, the last first, and says whether all went well", () => {
  test.each<[string, Trouble, boolean]>([
    ["all does", {}, true],
    ["a part fails to close: the others are closed", { close: "source" }, false],
    ["fetching cannot be stopped: all is closed", { stopFetching: true }, false],
  ])("%s", async (_, trouble, clean) => {
    const { started, closed, doors } = await startWith(trouble);
    if (started instanceof Error) throw started;
    expect(await doors()).toEqual([true, true]);
    expect([await started.stop(), await started.stop()]).toEqual([clean, clean]);
    expect(closed).toEqual(inOrder);
    expect(await doors()).toEqual([false, false]);
  });
});

test("what is weak is told to who started it, and at /readyz", async () => {
  const { started } = await startWith({});
  if (started instanceof Error) throw started;
  const answer = await fetch(`${started.url}/readyz`);
  expect(await answer.json()).toEqual({ ready: true, reasons: [], warnings: started.warnings });
  const standIns = ["REDIS_URL", "KAFKA_BROKERS", "DATABASE_URL", "SMS_GATEWAY=sns", "SMS_HASH_KEY and OTP_SECRET"];
  expect(standIns.filter((name) => !started.warnings.some((warning) => warning.includes(name)))).toEqual([]);
  expect(started.warnings).toHaveLength(standIns.length);
  await started.stop();
});

test("a stop that is asked while it starts ends in order, and the start fails", async () => {
  const { closed, doors, early, started } = await startWith({ stopEarly: true });
  expect(String(started)).toMatch(/stopped while it started/u);
  expect([await early(), closed, await doors()]).toEqual([true, inOrder, [false, false]]);
});
