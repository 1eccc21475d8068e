import { describe, expect, test } from "vitest";
import { createMeters, type PrometheusMeters } from "../../../src/adapters/system/meters.js";

const counted = async (act: (meters: PrometheusMeters) => void) => {
  const meters = createMeters(["order.created"]);
  act(meters);
  return (await meters.text()).split("\n");
};

describe("what is told shows under the contract's name", () => {
  test.each<[string, (meters: PrometheusMeters) => void]>([
    ['sms_events_consumed_total{topic="order.created"} 1', (meters) => meters.eventConsumed("order.created")],
    ['sms_outcomes_total{class="otp",status="sent",reason=""} 1', (meters) => meters.outcome("otp", "sent", null)],
    [
      'sms_outcomes_total{class="unknown",status="failed",reason="invalid-event"} 1',
      (meters) => meters.outcome("unknown", "failed", "invalid-event"),
    ],
    ['sms_in_flight{lane="otp"} 1', (meters) => [1, 1, -1].map((change) => meters.inFlight("otp", change as 1 | -1))],
    ['sms_queue_age_seconds{lane="promotional"} 2.5', (meters) => meters.queueAge("promotional", 2.5)],
    ['sms_dead_letters_total{cause="bad-json"} 1', (meters) => meters.deadLetter("bad-json")],
    ['sms_breaker_open{cause="throttled"} 1', (meters) => meters.breaker("throttled", true)],
    ["sms_in_doubt 3", (meters) => meters.inDoubt(3)],
    ['sms_otp_total{purpose="login",event="issued"} 1', (meters) => meters.otp("login", "issued")],
    ['sms_anomalies_total{what="double"} 1', (meters) => meters.count("double")],
    ['sms_auth_failures_total{reason="unknown"} 1', (meters) => meters.authFailure("unknown")],
    ['sms_gateway_seconds_bucket{le="0.1",answer="accepted"} 1', (meters) => meters.gatewaySeconds(0.06, "accepted")],
    ['sms_gateway_seconds_bucket{le="0.05",answer="accepted"} 0', (meters) => meters.gatewaySeconds(0.06, "accepted")],
    ['sms_gateway_seconds_count{answer="rejected"} 0', () => undefined],
    ['sms_journal_seconds_count{step="mark"} 1', (meters) => meters.journalSeconds(0.001, "mark")],
  ])("%s", async (line, act) => expect(await counted(act)).toContain(line));

  test("a breaker that closed is 0 again", async () => {
    const lines = await counted((meters) => {
      meters.breaker("unreachable", true);
      meters.breaker("unreachable", false);
    });
    expect(lines).toContain('sms_breaker_open{cause="unreachable"} 0');
  });

  test("lag is of the partitions that are ours now: one that went to another is gone", async () => {
    const lines = await counted((meters) => {
      meters.consumerLag([0, 1].map((partition) => ({ topic: "order.created", partition, lag: 5 })));
      meters.consumerLag([{ topic: "order.created", partition: 1, lag: 2 }]);
    });
    expect(lines.filter((line) => line.startsWith("sms_consumer_lag"))).toEqual([
      'sms_consumer_lag{topic="order.created",partition="1"} 2',
    ]);
  });
});

test("two services in one process count apart", async () => {
  const [first, second] = [createMeters([]), createMeters([])];
  first.inDoubt(1);
  expect(await second.text()).toContain("\nsms_in_doubt 0\n");
});
