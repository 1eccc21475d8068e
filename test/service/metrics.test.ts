import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningService } from "../../src/composition/service.js";
import { told } from "../../src/application/notifications/told.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { describeWithKafka, sharedKafka } from "../support/shared-kafka.js";
import { envelope, type ServiceStage, startStage } from "./service-stage.js";

/** Values by series as Prometheus reads them: name and labels, each once, no line that is none. */
const scraped = async (url: string): Promise<ReadonlyMap<string, number>> => {
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4");
  const found = new Map<string, number>();
  for (const line of (await answer.text()).split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, series, value] = /^(\w+(?:\{[^}]*\})?) (\S+)$/u.exec(line) ?? [];
    expect(series, line).toBeDefined();
    expect(found.has(series!), line).toBe(false);
    found.set(series!, Number(value));
  }
  return found;
};

const inputs = [
  ...["order.created", "driver.assigned", "order.status_changed", "payment.confirmed", "delivery.completed"],
  ...["sms.requested", "sms.requested.promotional", "otp.requested"],
];
/** Partitions that the group consumes: two of each topic, of events that tell something too. */
const consumed = 2 * (inputs.length + told.length);
const lanes = ["otp", "transactional", "promotional"];

describeWithKafka("Kafka", () =>
  describeWith(["redis-server"], "metrics by the contract's names", () => {
    let stage: ServiceStage;
    let service: RunningService;
    beforeAll(async () => {
      stage = await startStage(await sharedKafka());
      service = await stage.start();
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    const series = async (name: string) => (await scraped(service.url)).get(name);
    const reaches = (name: string, value: number) =>
      eventually(`${name} is ${value}`, async () => (await series(name)) === value, 20_000);
    const request = (id: string, change: object = {}) => ({
      key: id,
      value: JSON.stringify({ to: "+447400100200", text: "Hello", ...change }),
      headers: envelope("sms.requested", id),
    });

    test("every series whose labels are known is there before anything happened, at 0", async () => {
      const found = await scraped(service.url);
      const known = [
        ...inputs.map((topic) => `sms_events_consumed_total{topic="${topic}"}`),
        ...lanes.map((lane) => `sms_outcomes_total{class="${lane}",status="sent",reason=""}`),
        'sms_outcomes_total{class="transactional",status="failed",reason="gateway-rejected"}',
        'sms_outcomes_total{class="promotional",status="failed",reason="outcome-unknown"}',
        'sms_outcomes_total{class="unknown",status="failed",reason="invalid-event"}',
        ...lanes.flatMap((lane) => [`sms_in_flight{lane="${lane}"}`, `sms_queue_age_seconds{lane="${lane}"}`]),
        "sms_in_doubt",
        ...["null-value", "bad-utf8", "bad-json", "no-route", "invalid-event"].map(
          (cause) => `sms_dead_letters_total{cause="${cause}"}`,
        ),
        ...inputs.flatMap((topic) =>
          [0, 1].map((partition) => `sms_consumer_lag{topic="${topic}",partition="${partition}"}`),
        ),
        ...["misconfigured", "throttled", "unreachable"].map((cause) => `sms_breaker_open{cause="${cause}"}`),
        'sms_gateway_seconds_count{answer="accepted"}',
        'sms_gateway_seconds_bucket{le="+Inf",answer="accepted"}',
        'sms_journal_seconds_count{step="mark"}',
      ];
      expect(known.filter((name) => found.get(name) !== 0)).toEqual([]);
    });

    test("traffic moves them", async () => {
      await stage.produce("sms.requested", [
        request("sent-1"),
        request("sent-2"),
        request("no-number", { to: "12" }),
        { key: "n", value: null },
        { key: "j", value: "{" },
        { key: "s", value: '{"to":7}', headers: envelope("sms.requested", "s") },
      ]);
      await reaches('sms_outcomes_total{class="transactional",status="sent",reason=""}', 2);
      await reaches('sms_outcomes_total{class="transactional",status="failed",reason="invalid-phone-number"}', 1);
      await reaches('sms_outcomes_total{class="unknown",status="failed",reason="invalid-event"}', 1);
      for (const cause of ["null-value", "bad-json", "invalid-event"])
        await reaches(`sms_dead_letters_total{cause="${cause}"}`, 1);
      for (const partition of [0, 1])
        await reaches(`sms_consumer_lag{topic="sms.requested",partition="${partition}"}`, 0);
      const found = await scraped(service.url);
      expect(found.get('sms_events_consumed_total{topic="sms.requested"}')).toBe(6);
      expect(found.get('sms_gateway_seconds_count{answer="accepted"}')).toBe(2);
      for (const [step, least] of [
        ["depart", 2],
        ["open", 1],
        ["settle", 3],
      ] as const)
        expect(found.get(`sms_journal_seconds_count{step="${step}"}`)).toBeGreaterThanOrEqual(least);
    });

    test("while the gateway is slow: in flight, lag and the age of the oldest; 0 afterwards", async () => {
      await stage.fault({ kind: "slow", ms: 1_500, times: 3 });
      await stage.produce(
        "sms.requested",
        ["a", "b", "c"].map((key) => ({ ...request(`slow-${key}`), key: "one" })),
      );
      await reaches('sms_in_flight{lane="transactional"}', 1);
      await eventually("the oldest is a second old", async () => {
        const age = (await series('sms_queue_age_seconds{lane="transactional"}'))!;
        return age > 1 && age < 30;
      });
      const found = await scraped(service.url);
      expect(found.get('sms_queue_age_seconds{lane="otp"}')).toBe(0);
      const lag = [0, 1].map(
        (partition) => found.get(`sms_consumer_lag{topic="sms.requested",partition="${partition}"}`)!,
      );
      expect(lag[0]! + lag[1]!).toBeGreaterThan(0);
      await reaches('sms_in_flight{lane="transactional"}', 0);
      await reaches('sms_outcomes_total{class="transactional",status="sent",reason=""}', 5);
      await reaches('sms_queue_age_seconds{lane="transactional"}', 0);
    });

    test("what is in doubt is counted until an operator resolves it", async () => {
      await stage.fault({ kind: "cut", times: 2 });
      await stage.produce("sms.requested", [request("cut")]);
      await reaches("sms_in_doubt", 1);
      await reaches('sms_outcomes_total{class="transactional",status="failed",reason="outcome-unknown"}', 1);
      await eventually("its outcome", () => stage.outcomes().some(({ reason }) => reason === "outcome-unknown"));
      const { messageId } = stage.outcomes().find(({ reason }) => reason === "outcome-unknown")!;
      const body = JSON.stringify({ as: "failed" });
      const headers = { "content-type": "application/json" };
      expect((await fetch(`${service.url}/v1/in-doubt/${messageId}`, { method: "POST", body, headers })).ok).toBe(true);
      await reaches("sms_in_doubt", 0);
      expect(await series('sms_outcomes_total{class="transactional",status="failed",reason="gateway-rejected"}')).toBe(
        1,
      );
    });

    test("a gateway that takes nothing opens the breaker; a partition that left is no longer counted", async () => {
      await stage.fault({ kind: "throttle" });
      await stage.produce(
        "sms.requested",
        // Each to a number of its own: two texts to one leave a second apart.
        Array.from({ length: 40 }, (_, n) => request(`throttled-${n}`, { to: `+447400${200_200 + n}` })),
      );
      await reaches('sms_breaker_open{cause="throttled"}', 1);
      await stage.fault(undefined);
      await reaches('sms_breaker_open{cause="throttled"}', 0);
      const other = await stage.start();
      await eventually(
        "the partitions are shared",
        async () => {
          const all = [...(await scraped(service.url)).keys(), ...(await scraped(other.url)).keys()];
          const lags = all.filter((name) => name.startsWith("sms_consumer_lag"));
          return lags.length === consumed && new Set(lags).size === consumed;
        },
        20_000,
      );
    });
  }),
);

describe("embedded", () => {
  test("the lag is there, too", async () => {
    const { startService } = await import("../../src/composition/service.js");
    const { readConfig } = await import("../../src/adapters/environment/config.js");
    const service = await startService(readConfig({ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" }));
    const found = await scraped(service.url);
    expect(inputs.map((topic) => found.get(`sms_consumer_lag{topic="${topic}",partition="0"}`))).toEqual(
      inputs.map(() => 0),
    );
    await service.stop();
  });
});
