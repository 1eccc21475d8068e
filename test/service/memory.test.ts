import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { residentMb } from "../support/resident-mb.js";
import type { ServiceProcess } from "../support/service-process.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { startStage } from "./service-stage.js";

/** Node's options of a worker that collects its garbage when it is told to. */
const collecting = ["--expose-gc", "--import", 'data:text/javascript,process.on("SIGUSR2", () => gc())'];

/** The least of some seconds, each with a collection before it: how much garbage may lie about is V8's affair. */
const settledMb = async ({ pid, signal }: ServiceProcess): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 8; n += 1) {
    signal("SIGUSR2");
    await sleep(400);
    least = Math.min(least, residentMb(pid));
  }
  return Math.round(least);
};

const topic = "delivery.completed";
const few = 2_000;
const many = 40_000;
/** Of both partitions, with room above what each may hold at once. */
const mostTaken = 10_000;
/** The values alone of the 38,000 records that are queued between the two would be above. */
const spareMb = 60;

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "memory", () => {
    test.skipIf(process.platform !== "linux")(
      "is the same with 2,000 and with 40,000 events queued",
      { timeout: 180_000 },
      async () => {
        await using stage = await startStage(await sharedKafka());
        await stage.fault({ kind: "slow", ms: 3_000 });
        const worker = await stage.spawn({}, collecting);
        let at = 0;
        const queue = async (count: number) => {
          for (const end = at + count; at < end; at += 200)
            await stage.produce(
              topic,
              Array.from({ length: 200 }, (_, n) => ({
                key: `k${at + n}`,
                value: JSON.stringify({
                  orderNumber: `ORD-${at + n}`,
                  customer: { phone: "+447400100200", name: "Jo" },
                  note: "x".repeat(1_900),
                }),
              })),
            );
        };
        const metric = async (name: string) => {
          const text = await (await fetch(`${worker.url}/metrics`)).text();
          const all = [...text.matchAll(new RegExp(`^${name}\\{topic="${topic}"[^}]*\\} (\\d+)$`, "gmu"))];
          return all.reduce((sum, [, value]) => sum + Number(value), 0);
        };
        await queue(few);
        await eventually("all are taken", async () => (await metric("sms_events_consumed_total")) === few, 20_000);
        const small = await settledMb(worker);
        await queue(many - few);
        // Both partitions are full and paused: what is not taken stays in the log.
        await eventually(
          "as many are taken as may be",
          async () => (await metric("sms_events_consumed_total")) > 4_000,
          60_000,
        );
        const large = await settledMb(worker);
        const taken = await metric("sms_events_consumed_total");
        console.log(
          `resident: ${small} MB with ${few} events queued, ${large} MB with ${many}, of which ${taken} were taken`,
        );
        expect(taken).toBeLessThan(mostTaken);
        expect(large).toBeLessThan(small + spareMb);
      },
    );
  }),
);
