import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { OutcomeValue } from "../../src/application/message/outcome.js";
import type { RunningService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { envelope, type ServiceStage, startStage } from "./service-stage.js";

const topic = "delivery.completed";
const event = (orderNumber: string, more: object = {}) =>
  JSON.stringify({ orderNumber, customer: { phone: "+447400100200" }, ...more });

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "the same event again", () => {
    let stage: ServiceStage;
    let service: RunningService;
    beforeAll(async () => {
      stage = await startStage(await sharedKafka());
      service = await stage.start();
    });
    afterAll(() => stage[Symbol.asyncDispose]());
    afterEach(() => stage.fault(undefined));

    const outcomesOf = (orderNumber: string) =>
      stage
        .records("sms.sent")
        .filter(({ value }) => (JSON.parse(String(value)) as OutcomeValue).correlationId === orderNumber);
    const textsOf = async (orderNumber: string) =>
      (await stage.texts()).filter(({ text }) => text.includes(orderNumber)).length;
    const lagsOf = async ({ url }: RunningService) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return [...text.matchAll(/^sms_consumer_lag\{topic="delivery.completed"[^}]*\} (\d+)$/gmu)].map(([, lag]) => lag);
    };
    const consumed = async ({ url }: RunningService) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/^sms_events_consumed_total\{topic="delivery.completed"\} (\d+)$/mu.exec(text)?.[1]);
    };
    const completed = (...services: readonly RunningService[]) =>
      eventually(
        "everything is completed",
        // While a partition changes hands nobody tells its lag.
        async () => (await Promise.all(services.map(lagsOf))).flat().join() === "0,0",
        30_000,
      );

    test.each([
      [
        "the envelope's source and id",
        "a",
        (id: string) => ({ headers: envelope(topic, id), value: event("twice-a") }),
      ],
      ["the payload's eventId", "b", (id: string) => ({ value: event("twice-b", { eventId: id }) })],
      [
        "an envelope around it",
        "c",
        (id: string) => ({
          headers: { "content-type": "application/cloudevents+json" },
          value: JSON.stringify({
            specversion: "1.0",
            id,
            source: "/shop",
            type: topic,
            data: JSON.parse(event("twice-c")),
          }),
        }),
      ],
    ])("produced twice, told by %s: one text, the same outcome byte for byte", async (_, name, message) => {
      // In both partitions, so that neither waits for the other.
      await stage.produce(
        topic,
        [0, 1].map((partition) => ({ key: `k${partition}`, partition, ...message(`id-${name}`) })),
      );
      await eventually("two outcomes", () => outcomesOf(`twice-${name}`).length === 2, 20_000);
      const [first, second] = outcomesOf(`twice-${name}`);
      expect(second!.value).toEqual(first!.value);
      expect(second!.headers).toEqual(first!.headers);
      expect(second!.key).toEqual(first!.key);
      expect(await textsOf(`twice-${name}`)).toBe(1);
    });

    test("another event of the same content is another", async () => {
      await stage.produce(
        topic,
        ["x", "y"].map((id) => ({ key: id, headers: envelope(topic, id), value: event("same") })),
      );
      await eventually("two outcomes", () => outcomesOf("same").length === 2, 20_000);
      expect(new Set(outcomesOf("same").map(({ headers }) => String(headers["ce_id"]))).size).toBe(2);
      expect(await textsOf("same")).toBe(2);
    });

    test("a worker joins and leaves while messages are in work: kept and new partitions, nothing is sent twice", async () => {
      await stage.fault({ kind: "slow", ms: 3_000 });
      const count = 250;
      await stage.produce(
        topic,
        Array.from({ length: count }, (_, n) => ({
          key: `r-${n}`,
          headers: envelope(topic, `r-${n}`),
          value: event(`order r${n};`, { customer: { phone: `+447400${100_000 + n}` } }),
        })),
      );
      const arrived = async () => (await stage.texts()).filter(({ text }) => text.includes("order r")).length;
      await eventually("some are in work", async () => (await arrived()) > 0, 20_000);
      const other = await stage.start();
      // What is in work here is delivered to the other, too, or again to us.
      await eventually("the other has some in its hands", async () => (await consumed(other)) > 0, 20_000);
      await eventually("more are in work", async () => (await arrived()) > 60, 20_000);
      expect(await other.stop()).toBe(true);
      await eventually("every text has arrived", async () => (await arrived()) >= count, 30_000);
      await completed(service);
      expect(await arrived()).toBe(count);
      const outcomes = () => Array.from({ length: count }, (_, n) => outcomesOf(`order r${n};`));
      await eventually("every outcome", () => outcomes().every(({ length }) => length > 0));
      for (const all of outcomes())
        expect(new Set(all.map(({ headers, value }) => `${headers["ce_id"]} ${value}`)).size).toBe(1);
    }, 60_000);
  }),
);
