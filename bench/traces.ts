import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "../src/adapters/environment/config.js";
import { tracedDelivery } from "../src/adapters/telemetry/traced-delivery.js";
import { tracedGateway } from "../src/adapters/telemetry/traced-gateway.js";
import { tracedHandling } from "../src/adapters/telemetry/traced-handling.js";
import { tracedJudging } from "../src/adapters/telemetry/traced-judging.js";
import { tracedPublishing } from "../src/adapters/telemetry/traced-publishing.js";
import type { DeliverMessage } from "../src/application/delivery/deliver-message.js";
import type { Judged, JudgeMessage } from "../src/application/delivery/judge-message.js";
import type { HandleEvent } from "../src/application/intake/handle-event.js";
import type { ReadEvent } from "../src/application/intake/read-event.js";
import type { Message } from "../src/application/message/message.js";
import type { EventPublisher } from "../src/application/ports/event-publisher.js";
import type { EventRecord } from "../src/application/ports/event-source.js";
import type { GatewayText, SmsGateway } from "../src/application/ports/sms-gateway.js";
import { startService } from "../src/composition/service.js";
import { leavesAtOnce } from "../test/support/leaves-at-once.js";
import { plainNumber } from "./numbers.js";
import { quantile } from "./quantile.js";
import { confirmationEvent } from "./texts.js";

/**
 * Processor time that traces cost a text where no OpenTelemetry SDK is there to take them: the five spans of a text around
 * work that does nothing, less the same work without them, beside a text's whole time in the embedded service, in turns in
 * the same run. With Kafka and Redis a text takes more, so its share is smaller there.
 */
const rounds = 7;
const stacks = 50_000;
const texts = 4_000;
const inFlight = 64;

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const record = {
  ...{ topic: "sms.requested", partition: 0, offset: "12", headers: { traceparent, ce_id: "e-1" } },
} as unknown as EventRecord;
const message = { id: "0b0b7c35-0d9c-5b0e-9b1b-6f2b9f6f6c53", traceparent } as Message;
const text = { class: "transactional" } as GatewayText;
const outcome = { topic: "sms.sent", key: "k", value: "{}", headers: { ce_id: "o-1" } } as const;
const { signal } = new AbortController();

const judging: JudgeMessage = async () => ({ decision: { kind: "send", trace: [], plan: {} } }) as unknown as Judged;
const gateway: SmsGateway = {
  name: "sns",
  endsWithinMs: 7_000,
  publish: async () => ({ kind: "accepted", providerMessageId: "p-1" }),
  close: async () => undefined,
};
const publisher: EventPublisher = { publish: async () => undefined, close: async () => undefined, troubles: () => [] };

/** The calls of one text, as the service nests them. */
const textWith = (judge: JudgeMessage, sns: SmsGateway, bus: EventPublisher, isTraced: boolean) => {
  const delivery: DeliverMessage = async (asked) => {
    await judge(asked, "http");
    await sns.publish(text, signal, leavesAtOnce);
    await bus.publish(outcome);
    return {} as Awaited<ReturnType<DeliverMessage>>;
  };
  const deliver = isTraced ? tracedDelivery(delivery) : delivery;
  const handling: HandleEvent = async () => void (await deliver(message, "http", signal));
  const handle = isTraced ? tracedHandling(handling) : handling;
  return () => handle(record, {} as ReadEvent, signal);
};
const plain = textWith(judging, gateway, publisher, false);
const traced = textWith(tracedJudging(judging), tracedGateway(gateway), tracedPublishing(publisher), true);

/** Microseconds of processor time of one of `times`. */
const cpuOf = async (times: number, work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
};
const stacked = (one: () => Promise<unknown>) =>
  cpuOf(stacks, async () => {
    for (let n = 0; n < stacks; n += 1) await one();
  });

const server = fork(new URL("./canned-sns.ts", import.meta.url), ["5"], {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
  execArgv: process.execArgv,
});
const [port] = (await once(server.stdout!, "data")) as [Buffer];
const service = await startService(
  readConfig({
    ...{ HTTP_PORT: "0", LOG_LEVEL: "warn", SMS_RECEIPTS: "off", CONSOLE: "off", SMS_OPT_OUT_SYNC_MINUTES: "0" },
    ...{ AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${String(port).trim()}`, SMS_MAX_IN_FLIGHT: String(inFlight + 8) },
  }),
);
const bus = service.services.get("events").bus!;
let serial = 0;
let told = 0;
bus.onPublished((topic) => {
  if (topic === "sms.sent" || topic === "sms.failed") told += 1;
});
const served = () =>
  cpuOf(texts, async () => {
    const from = told;
    for (let n = 0; n < texts; n += 1) {
      serial += 1;
      const value = confirmationEvent(plainNumber(serial), serial);
      await bus.publish({ topic: "sms.requested", key: String(serial), value, headers: { traceparent } });
    }
    while (told - from < texts) await sleep(5);
  });

const shares: number[] = [];
const costs: number[] = [];
for (let round = 0; round <= rounds; round += 1) {
  const [without, spans, whole] = [await stacked(plain), await stacked(traced), await served()];
  // The first round is for the compiler.
  if (round === 0) continue;
  costs.push(spans - without);
  shares.push((spans - without) / whole);
  console.log(
    `  round ${round}: spans ${(spans - without).toFixed(2)} µs, a text in the embedded service ${whole.toFixed(0)} µs`,
  );
}
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
console.log(
  `Traces without an SDK cost ${quantile(costs, 0.5).toFixed(2)} µs a text, ${percent(quantile(shares, 0.5))} of it (most ${percent(Math.max(...shares))}), Node ${process.version}`,
);
await service.stop();
server.disconnect();
