import { expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import type { SimulatedMessage } from "../../src/adapters/simulator/simulated-message.js";
import { systemClock } from "../../src/adapters/system/clock.js";
import { startService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";

/** Noon in India, whenever the test runs: promotional texts need not wait for the morning. */
const shiftMs = new Date(new Date().toISOString().replace(/T.*/, "T06:30:00Z")).getTime() - Date.now();
const noon = (): Date => new Date(Date.now() + shiftMs);

const inFlight = 16;
/** Records of one lane that may wait or work at once. */
const mostActive = 8 * inFlight;
const one = "+919876543210";

const promotional = (at: number) => ({
  to: `+9198${String(70_000_000 + at)}`,
  template: "promotional_offer",
  variables: { offer_title: "Weekend Special", offer_details: "Get 40% off" },
});

test("600 texts that only their template makes promotional hold no transactional one up", async () => {
  const settings = { HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" };
  const service = await startService(
    readConfig({ ...settings, SMS_MAX_IN_FLIGHT: String(inFlight), SMS_RATE_PROMOTIONAL: "1" }),
    (services) => services.provide("clock", [], () => ({ ...systemClock, now: noon })),
  );
  try {
    const bus = service.services.get("events").bus!;
    const publish = (payload: object) =>
      bus.publish({ topic: "sms.requested", key: null, value: JSON.stringify(payload), headers: {} });
    const texts = async (): Promise<readonly SimulatedMessage[]> => {
      const answer = await fetch(`${service.inbox}/api/messages?limit=1000`);
      return ((await answer.json()) as { messages: readonly SimulatedMessage[] }).messages;
    };
    for (let at = 0; at < 600; at += 1) await publish(promotional(at));
    await publish({ to: one, text: "Your driver is here" });
    const arrived = async () => (await texts()).findIndex(({ phone }) => phone === one);
    await eventually("the transactional text arrives", async () => (await arrived()) >= 0);
    // In one lane with them it would be the 601st; a lane lets no more than these run at once.
    expect(await arrived()).toBeLessThan(mostActive);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toMatch(/^sms_outcomes_total\{class="promotional",status="sent",reason=""\} [1-9]/m);
    expect(metrics).toMatch(/^sms_queue_age_seconds\{lane="transactional"\} 0$/m);
    expect(metrics).toMatch(/^sms_queue_age_seconds\{lane="promotional"\} (?!0$)/m);
  } finally {
    await service.stop();
  }
});
