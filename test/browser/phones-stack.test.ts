import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sms } from "../support/command-line.js";
import { expectAccessible } from "../support/axe.js";
import { openBrowser, openPage, takePictures } from "../support/browser.js";
import { freePort } from "../support/free-port.js";
import { describeWith } from "../support/needs.js";
import { type ServiceProcess, startServiceProcess } from "../support/service-process.js";

const secret = "phones-secret-0123456789";

/** `npm run stack` as a person starts it, until it says where its phones are. */
const startStack = (environment: Readonly<Record<string, string>>) => {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "test/support/stack.ts"], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let [out, err] = ["", ""];
  child.stdout!.on("data", (chunk: Buffer) => {
    out += chunk;
  });
  const ready = new Promise<{ phones: string; settings: Record<string, string> }>((resolve, reject) => {
    child.stderr!.on("data", (chunk: Buffer) => {
      err += chunk;
      const phones = /Phone inbox: (\S+)/u.exec(err)?.[1];
      if (phones !== undefined && err.includes("Ctrl-C"))
        resolve({ phones, settings: parseEnv(out) as Record<string, string> });
    });
    void ended.then(() => reject(new Error(`the stack ended:\n${err.slice(-2_000)}`)));
  });
  return {
    ready,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
};

describeWith(["chromium", "java", "mvn", "redis-server"], "the phones beside a service on real Kafka and Redis", () => {
  let browser: Browser;
  let stack: ReturnType<typeof startStack>;
  let service: ServiceProcess;
  let phones: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    const port = await freePort();
    const reach = { SMS_URL: `http://127.0.0.1:${port}`, SMS_API_KEY: secret };
    const folder = mkdtempSync(join(tmpdir(), "phones-stack-"));
    stack = startStack({
      ...reach,
      SIMULATOR_PORT: String(await freePort()),
      STACK_ENV_FILE: join(folder, "stack.env"),
    });
    const started = await stack.ready;
    phones = started.phones;
    environment = { ...started.settings, ...reach };
    const settings = { HTTP_PORT: String(port), API_KEYS: `phones:${secret}:send+read` };
    service = startServiceProcess({ ...started.settings, ...settings }, ["--import", "tsx", "src/main.ts"]);
    await service.ready;
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    service?.signal("SIGTERM");
    await service?.ended;
    await stack?.stop();
  }, 60_000);

  test("each phone has its role, each text its cost, outcome and trace, and who got nothing stands there with the reason", async () => {
    expect(await sms(["sample"], environment)).toMatchObject({ code: 0 });
    const refused = JSON.stringify({ to: "12345", text: "Hello", correlationId: "ORD-REFUSED" });
    expect(await sms(["publish", "sms.requested"], environment, refused)).toMatchObject({ code: 0 });

    const optedOut = async (): Promise<boolean> => {
      const answer = await fetch(`${environment["SMS_URL"]}/v1/opt-outs/check`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({ to: "+919876543210" }),
      });
      const { classes } = (await answer.json()) as { classes: { promotional: { optedOut: boolean } } };
      return classes.promotional.optedOut;
    };
    const { page, faults, close } = await openPage(browser);
    await page.goto(phones);
    const conversation = (role: string) =>
      page.locator(".conversation", { has: page.locator(".tag", { hasText: role }) });
    await conversation("customer").waitFor();
    await conversation("restaurant").waitFor();
    await conversation("driver").waitFor();
    await page.locator(".refusals").getByText("invalid-phone-number").waitFor();
    await expectAccessible(page);
    await takePictures(page, "phones-stack-list");

    await conversation("customer").click();
    const letter = page.locator(".letter").first();
    await letter.getByText(/1 part · \$0\.00645/u).waitFor();
    await letter.getByText("delivered").waitFor();
    await page.locator(".bubble").first().click();
    const detail = page.locator(".detail");
    for (const words of ["order_confirmation", "ORD-2024-001", "order.created", "encoding", "transactional"])
      await detail.getByText(words).first().waitFor();
    await takePictures(page, "phones-stack-text");

    await page.getByRole("button", { name: "STOP" }).click();
    await page.locator(".conversation").getByText("opted out").waitFor();
    await expect.poll(optedOut, { timeout: 30_000 }).toBe(true);
    const words = JSON.stringify({ to: "+919876543210", text: "20 % off" });
    expect(await sms(["publish", "sms.requested.promotional"], environment, words)).toMatchObject({ code: 0 });
    await page.goto(phones);
    await page.locator(".refusals").getByText("opted-out").waitFor();
    expect(faults).toEqual([]);
    await close();
  }, 90_000);
});
