import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { sms } from "../../support/command-line.js";
import { eventually } from "../../support/eventually.js";
import { describeWith } from "../../support/needs.js";
import { sharedKafka } from "../../support/shared-kafka.js";
import { startWebhookReceiver } from "../../support/webhook-receiver.js";
import { envelope, startStage } from "../../service/service-stage.js";
import { built } from "../../support/built.js";

const kills = 6;

describeWith(["redis-server", "java", "mvn"], "workers that die while they deliver webhooks", () => {
  beforeAll(built);

  test(`SIGKILL × ${kills}: every outcome arrives, a few twice under the same id`, async () => {
    await using stage = await startStage(await sharedKafka());
    const came = new Map<string, number>();
    const receiver = await startWebhookReceiver((headers) => {
      const id = String(headers["webhook-id"]);
      came.set(id, (came.get(id) ?? 0) + 1);
      return { status: 204 };
    });
    const worker = () => stage.spawn({ LOG_LEVEL: "warn" });
    const workers = [await worker(), await worker()];
    await sms(["webhooks", "add", receiver.url, "--types", "sms.sent,sms.failed", "--url", workers[0]!.url]);
    came.clear();
    let asked = 0;
    let over = false;
    const asking = (async () => {
      for (; !over; await setTimeout(100)) {
        const orders = Array.from({ length: 10 }, () => asked++);
        await stage.produce(
          "sms.requested",
          orders.map((order) => ({
            key: `k${order}`,
            value: JSON.stringify({ to: `+4474${String(10_000_000 + order).slice(-8)}`, text: `text ${order}` }),
            headers: envelope("sms.requested", `e${order}`),
          })),
        );
      }
    })();
    for (let killed = 0; killed < kills; killed += 1) {
      const seen = came.size;
      await eventually("deliveries are under way", () => came.size > seen + 50, 60_000);
      const victim = workers.shift()!;
      victim.signal("SIGKILL");
      await victim.ended;
      workers.push(await worker());
    }
    over = true;
    await asking;
    const ids = () =>
      ["sms.sent", "sms.failed"]
        .flatMap((topic) => stage.records(topic))
        .map(({ headers }) => String(headers["ce_id"]));
    await eventually("every text has its outcome", () => stage.outcomes().length >= asked, 120_000);
    await eventually("every outcome arrives", () => ids().every((id) => came.has(id)), 180_000);
    const times = [...came.values()];
    const repeated = times.filter((count) => count > 1).length;
    console.log(
      `SIGKILL × ${kills} of delivering workers: ${JSON.stringify({ asked, outcomes: new Set(ids()).size, arrived: came.size, lost: 0, repeated })}`,
    );
    expect(new Set(came.keys())).toEqual(new Set(ids()));
    // A worker that dies repeats what it was about: no event comes more often than workers died, and once more.
    expect(Math.max(...times)).toBeLessThanOrEqual(kills + 1);
    expect(repeated).toBeLessThan(asked / 2);
    receiver.close();
  }, 480_000);
});
