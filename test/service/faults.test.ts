import { expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import type { Log } from "../../src/application/ports/log.js";
import { createJudgeMessage } from "../../src/application/delivery/judge-message.js";
import { startService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";
import { ManualClock } from "../support/manual-clock.js";
import { silentLog } from "../support/silent-log.js";

const poison = "+919876543211";
const settings = { HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" };

test("a mistake that one record meets ends that record, with an outcome, and leaves a trace", async () => {
  const clock = new ManualClock();
  const errors: Record<string, unknown>[] = [];
  const log: Log = { ...silentLog, error: (fields) => void errors.push(fields as Record<string, unknown>) };
  const service = await startService(readConfig(settings), (services) =>
    services
      .provide("clock", [], () => clock)
      .provide("log", [], () => log)
      .provide("judgeMessage", ["askAhead", "clock", "otpCodes", "facts"], (needs) => {
        const judge = createJudgeMessage(needs);
        return async (message, ...rest) => {
          if (message.request.to === poison) return (message as unknown as { nothing: { here: never } }).nothing.here;
          return judge(message, ...rest);
        };
      }),
  );
  try {
    const bus = service.services.get("events").bus!;
    const publish = (to: string, id: string) =>
      bus.publish({
        topic: "sms.requested",
        key: to,
        value: JSON.stringify({ to, text: "Hello" }),
        headers: { ce_id: id, ce_source: "/shop" },
      });
    const outcomes = (topic: string) => bus.list(topic, 10).map(({ value }) => JSON.parse(String(value)));
    await publish(poison, "bad");
    await publish("+919876543210", "good");
    await eventually("the good one goes", () => outcomes("sms.sent").length === 1);
    const began = clock.monotonic();
    await eventually("the bad one ends", async () => {
      await clock.advance(1_000);
      return bus.list("sms.dead-letter", 10).length === 1;
    });
    expect(clock.monotonic() - began).toBeLessThanOrEqual(5 * 60_000);
    expect(outcomes("sms.failed")).toMatchObject([{ to: poison, reason: "internal-error", attempts: 0 }]);
    const [letter] = bus.list("sms.dead-letter", 10);
    expect(letter!.headers).toMatchObject({ "sms-cause": Buffer.from("internal-error"), ce_id: Buffer.from("bad") });
    expect(letter!.value).toEqual(Buffer.from(JSON.stringify({ to: poison, text: "Hello" })));
    await eventually("its offset moves", () => bus.lag().every(({ lag }) => lag === 0));
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toMatch(/^sms_internal_errors_total\{where="dispatch"\} 5$/m);
    expect(metrics).toMatch(/^sms_dead_letters_total\{cause="internal-error"\} 1$/m);
    const traced = errors.filter(({ stack }) => stack !== undefined);
    expect(traced).toEqual([expect.objectContaining({ where: "dispatch", cause: "TypeError", offset: "0" })]);
    expect(traced[0]!["error"]).toBe("Cannot read properties of undefined (reading 'here')");
    expect(traced[0]!["stack"]).toContain("deliver-message");
    expect(JSON.stringify(errors)).not.toMatch(/98765|Hello/);
  } finally {
    const stopped = service.stop();
    await clock.until(stopped);
  }
});
