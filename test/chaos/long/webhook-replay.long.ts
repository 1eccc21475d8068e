import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningService } from "../../../src/composition/service.js";
import { sms } from "../../support/command-line.js";
import { eventually } from "../../support/eventually.js";
import { describeWith } from "../../support/needs.js";
import { describeWithKafka, sharedKafka } from "../../support/shared-kafka.js";
import { startWebhookReceiver } from "../../support/webhook-receiver.js";
import { envelope, type ServiceStage, startStage } from "../../service/service-stage.js";

const half = 15;

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "webhooks of outcomes on Kafka", () => {
    let stage: ServiceStage;
    let service: RunningService;
    let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
    const came: string[] = [];
    beforeAll(async () => {
      receiver = await startWebhookReceiver((headers) => {
        came.push(String(headers["webhook-id"]));
        return { status: 204 };
      });
      stage = await startStage(await sharedKafka());
      service = await stage.start();
    });
    afterAll(async () => {
      await stage[Symbol.asyncDispose]();
      receiver.close();
    });

    const run = (...args: string[]) => sms(["webhooks", ...args, "--url", service.url]);
    /** Asks for one text to each of some numbers; the ids of the outcomes, once all of them are there. */
    const outcomesOf = async (from: number): Promise<readonly string[]> => {
      const orders = Array.from({ length: half }, (_, order) => from + order);
      await stage.produce(
        "sms.requested",
        orders.map((order) => ({
          key: `k${order}`,
          value: JSON.stringify({ to: `+4474001${10_000 + order}`, text: `text ${order}` }),
          headers: envelope("sms.requested", `e${order}`),
        })),
      );
      const known = () => stage.records("sms.sent").slice(from);
      await eventually("the outcomes", () => known().length === half, 30_000);
      return known().map(({ headers }) => String(headers["ce_id"]));
    };

    test("a replay sends the events since an instant again, with their ids, and no other", async () => {
      const { id } = JSON.parse((await run("add", receiver.url, "--types", "sms.sent", "--json")).out) as {
        id: string;
      };
      came.length = 0;
      const before = await outcomesOf(0);
      await eventually("the first half arrives", () => came.length === half, 30_000);
      // Later than every record of the first half, and by a second earlier than the second: clocks agree no closer.
      const since = new Date(Math.max(...stage.records("sms.sent").map(({ timestamp }) => timestamp.getTime())) + 1);
      await eventually("a second later", () => Date.now() > since.getTime() + 1_000);
      const after = await outcomesOf(half);
      await eventually("the second half arrives", () => came.length === 2 * half, 30_000);
      expect(came.toSorted()).toEqual([...before, ...after].sort());

      const { queued, left } = JSON.parse((await run("replay", id, "--since", since.toISOString(), "--json")).out);
      expect({ queued, left }).toEqual({ queued: half, left: 0 });
      await eventually("the second half again", () => came.length === 3 * half, 30_000);
      await eventually("nothing waits", async () => (await run("list")).out.includes(" 0 waiting"), 30_000);
      expect(came.toSorted()).toEqual([...before, ...after, ...after].sort());
    });
  }),
);
