import { expect, test } from "vitest";
import { startSmsStage } from "../../src/composition/stage.js";
import { sms } from "../support/command-line.js";

test("the embedded service is examined: everything it stands in for is a warning, nothing fails", async () => {
  await using stage = await startSmsStage();
  const ran = await sms(["doctor", "--json"], { SMS_URL: stage.url });
  expect(ran.code).toBe(0);
  const checks = ran.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict]))).toMatchObject({
    ...{ ready: "ok", gateway: "warn", account: "skipped", sandbox: "skipped", events: "warn", journal: "warn" },
    ...{
      "message-log": "warn",
      "api-keys": "warn",
      secrets: "warn",
      prices: "warn",
      "in-doubt": "ok",
      alarms: "skipped",
    },
  });
  const shown = await sms(["doctor"], { SMS_URL: stage.url });
  expect(shown.out).toMatch(/warn\s+gateway\s+Texts stay on this machine/);
  expect(shown.out).toMatch(/\d+ checks: \d+ ok, \d+ warn, 0 fail, \d+ skipped\n$/);
});
