import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { startStage } from "./service-stage.js";

const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1_024;

/** The least of some seconds: garbage that is not yet collected is no use of memory. */
const settledMb = async (pid: number): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 12; n += 1, await sleep(250)) least = Math.min(least, residentMb(pid));
  return Math.round(least);
};

const topic = "delivery.completed";
const few = 2_000;
const many = 20_000;
/** Of 20,000 records of 2 KB each, held in memory with all that hangs on them, it would be above. */
const spareMb = 100;

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "memory", () => {
    test.skipIf(process.platform !== "linux")(
      "is the same with 2,000 and with 20,000 events queued",
      { timeout: 180_000 },
      async () => {
        await using stage = await startStage(await sharedKafka());
        await stage.fault({ kind: "slow", ms: 3_000 });
        const { pid, url } = await stage.spawn();
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
          const text = await (await fetch(`${url}/metrics`)).text();
          const all = [...text.matchAll(new RegExp(`^${name}\\{topic="${topic}"[^}]*\\} (\\d+)$`, "gmu"))];
          return all.reduce((sum, [, value]) => sum + Number(value), 0);
        };
        await queue(few);
        await eventually("all are taken", async () => (await metric("sms_events_consumed_total")) === few, 20_000);
        const small = await settledMb(pid);
        await queue(many - few);
        // Both partitions are full and paused: what is not taken stays in the log.
        await eventually(
          "as many are taken as may be",
          async () => (await metric("sms_events_consumed_total")) > 4_000,
          60_000,
        );
        const large = await settledMb(pid);
        const taken = await metric("sms_events_consumed_total");
        console.log(
          `resident: ${small} MB with ${few} events queued, ${large} MB with ${many}, of which ${taken} were taken`,
        );
        expect(taken).toBeLessThan(many / 2);
        expect(large).toBeLessThan(small + spareMb);
      },
    );
  }),
);
