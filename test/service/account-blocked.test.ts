import { expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { startSimulator } from "../../src/adapters/simulator/simulator.js";
import { systemClock } from "../../src/adapters/system/clock.js";
import { startService } from "../../src/composition/service.js";
import { eventually } from "../support/eventually.js";

const key = "a-key-of-16-letters";

test("a receipt says that AWS blocks the account: texts wait and say why, one finds out, and all go on", async () => {
  const phones = await startSimulator({ host: "127.0.0.1", port: 0 });
  let shiftMs = 0;
  let jump = new AbortController();
  /** Time passes at once, and whoever sleeps wakes up. */
  const pass = (ms: number) => {
    shiftMs += ms;
    const sleepers = jump;
    jump = new AbortController();
    sleepers.abort();
  };
  const clock = {
    ...systemClock,
    now: () => new Date(Date.now() + shiftMs),
    monotonic: () => systemClock.monotonic() + shiftMs,
    sleep: (ms: number, ...signals: readonly AbortSignal[]) => systemClock.sleep(ms, ...signals, jump.signal),
  };
  process.env["AWS_ACCESS_KEY_ID"] ??= "test";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
  const settings = {
    ...{ HTTP_PORT: "0", LOG_LEVEL: "silent", SMS_GATEWAY: "sns", AWS_REGION: "eu-west-2" },
    ...{ AWS_ENDPOINT_URL_SNS: phones.url, API_KEYS: `shop:${key}:send+read+admin` },
  };
  const service = await startService(readConfig(settings), (services) => services.provide("clock", [], () => clock));
  try {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const ask = async (method: string, path: string, body?: object) => {
      const asked = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return (await fetch(`${service.url}${path}`, asked)).text();
    };
    const send = async (to: string): Promise<string> =>
      JSON.parse(await ask("POST", "/v1/messages", { to, text: "Your order is ready" })).messageId;
    const story = async (id: string) => JSON.parse(await ask("GET", `/v1/messages/${id}`));
    const isSent = async (id: string) => (await story(id)).outcome?.status === "sent";
    const first = await send("+447400900001");
    await eventually("the first text is sent", () => isSent(first));

    const receipt = {
      ...{ provider: "sns", providerMessageId: (await story(first)).outcome.providerMessageId },
      ...{ status: "undelivered", at: clock.now().toISOString() },
      providerResponse: "Your account requires additional review prior to being able to send SMS messages in eu-west-2",
    };
    expect(JSON.parse(await ask("POST", "/v1/receipts", receipt))).toMatchObject({ taken: "moved" });
    expect(await ask("GET", "/readyz")).toContain("the gateway takes nothing: account-blocked");
    expect(await ask("GET", "/metrics")).toMatch(/^sms_breaker_open\{cause="account-blocked"\} 1$/mu);
    const { checks } = JSON.parse(await ask("GET", "/v1/doctor"));
    expect(checks.find(({ check }: { check: string }) => check === "account")).toMatchObject({ verdict: "fail" });

    const waiting = [await send("+447400900002"), await send("+447400900003")];
    const waits = async () =>
      /^sms_queue_age_seconds\{lane="transactional"\} [\d.]*[1-9]/mu.test(await ask("GET", "/metrics"));
    await eventually("one of them waits", waits);
    const texts = async () => (await (await fetch(`${phones.url}/api/messages`)).json()).messages.length;
    expect(await texts()).toBe(1);

    // The word is over: one finds out, the other waits for what a receipt may say of it.
    pass(15 * 60_000 + 1_000);
    await eventually("one finds out", async () => (await texts()) === 2, 20_000);
    expect(await ask("GET", "/readyz")).toContain("account-blocked");
    pass(2 * 60_000 + 1_000);
    await eventually("both are sent", async () => (await isSent(waiting[0]!)) && (await isSent(waiting[1]!)), 20_000);
    expect(await ask("GET", "/readyz")).not.toContain("account-blocked");
  } finally {
    await service.stop();
    await phones.close();
  }
}, 60_000);
