import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { readConfig } from "../../src/adapters/environment/config.js";
import { startService } from "../../src/composition/service.js";
import type { LoggedMessage } from "../../src/domain/log/logged-message.js";
import { consolePage } from "../../src/composition/web-pages.js";
import { expectAccessible } from "../support/axe.js";
import { expectNoSidewaysScroll, narrow, openBrowser, openPage, takePictures } from "../support/browser.js";
import { callStage, keys } from "../support/console-stage.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";

const someRow: LoggedMessage = {
  ...{ messageId: "", acceptedAt: new Date(), occurredAt: new Date(), status: "sent", reason: null, detail: null },
  ...{
    class: "transactional",
    recipient: "customer",
    to: "+919876543210",
    toHash: "h",
    template: "order_confirmation",
  },
  ...{ encoding: "GSM-7", segments: 1, estimatedMicros: 6_450, actualMicros: null, providerMessageId: null },
  ...{ carrier: null, providerResponse: null, reference: null, correlationId: "ORD-2024-001", campaign: null },
  ...{ caller: null, source: null, until: null },
};

/** A proxy that puts the service below a path, as an office's tools are. */
const below = async (prefix: string, target: string) => {
  const proxy = createServer((from, to) => {
    const { headers, method, url = "" } = from;
    const path = url.startsWith(prefix) ? url.slice(prefix.length - 1) : "/outside";
    const on = request(target + path, { method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    from.pipe(on);
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  const { port } = proxy.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${prefix}`, close: () => proxy.close() };
};

describeWith(["chromium"], "the console at its limits", () => {
  let browser: Browser;
  let stage: SmsStage;
  const word = `<img src=x onerror=alert(1)>\u202Eevil ${"w".repeat(900)}`;

  beforeAll(async () => {
    browser = await openBrowser();
    stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:send+read+otp+admin`, SMS_ALLOWED_COUNTRIES: "IN" });
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  const signedIn = async (url: string) => {
    const opened = await openPage(browser);
    await opened.page.goto(url);
    await opened.page.getByLabel("Key").fill(keys.ops);
    await opened.page.keyboard.press("Enter");
    await opened.page.getByRole("heading", { name: "Now" }).waitFor();
    return opened;
  };

  test("what strangers wrote is shown as text, and holds no layout up", async () => {
    const correlationId = word.slice(0, 150);
    await stage.publish("sms.requested", { to: "12345", text: word, correlationId, template: word.slice(0, 60) });
    await stage.publishUnchecked("order.created", { orderNumber: word, customer: { phone: 1 } });
    const { page, faults, close } = await signedIn(`${stage.url}/console/`);
    await page.setViewportSize(narrow);
    for (const name of ["messages", "failures", "dead-letters", "audit"]) {
      await page.goto(`${stage.url}/console/#/${name}`);
      await page.locator("main .rows, main .reason, main .empty").first().waitFor();
      await expectNoSidewaysScroll(page);
    }
    expect(await page.locator("main img").count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  test("one message is a story: what happened, why, and what to do", async () => {
    await callStage(stage, "POST", "/v1/opt-outs", { to: "+919876543215", choice: "opt-out", class: "all" });
    await stage.publish("sms.requested", { to: "+919876543215", text: "Hello", correlationId: "ORD-STORY" });
    await eventually(
      "the outcome",
      async () => (await callStage(stage, "GET", "/v1/messages/ORD-STORY")).status === 200,
    );
    const { page, faults, close } = await signedIn(`${stage.url}/console/`);
    await page.goto(`${stage.url}/console/#/messages/ORD-STORY`);
    for (const text of ["The person opted out", "What to do:", "What happened", "opt-out"])
      await page.getByText(text).first().waitFor();
    await expectAccessible(page);
    await takePictures(page, "console-message");
    expect(faults).toEqual([]);
    await close();
  });

  test("a number is shown whole after a reason, to who administers alone", async () => {
    await stage.publish("sms.requested", { to: "+919876543218", text: "Hello", correlationId: "ORD-REVEAL" });
    await eventually(
      "the outcome",
      async () => (await callStage(stage, "GET", "/v1/messages/ORD-REVEAL")).status === 200,
    );
    const { page, faults, close } = await signedIn(`${stage.url}/console/`);
    await page.goto(`${stage.url}/console/#/messages/ORD-REVEAL`);
    await page.locator("dd", { hasText: "+9198••••3218" }).waitFor();
    await page.getByRole("button", { name: "Show the number" }).click();
    await page.getByRole("button", { name: "Show it" }).click();
    expect(await page.getByRole("dialog").isVisible(), "no look without a reason").toBe(true);
    await page.getByLabel("Why").fill("she called us");
    await expectAccessible(page);
    await takePictures(page, "console-reveal");
    await page.keyboard.press("Enter");
    await page.getByText("+919876543218").waitFor();
    const trail = await (await callStage(stage, "GET", "/v1/audit")).text();
    expect(trail).toMatch(/"action":"messages\.reveal"[^}]*"reason":"she called us"/u);
    expect(faults).toEqual([]);
    await close();
  });

  test("behind a path everything works", async () => {
    const proxy = await below("/tools/sms/", stage.url);
    const { page, faults, close } = await signedIn(`${proxy.url}console/`);
    const names = await page.locator("nav a").allInnerTexts();
    expect(names.length).toBeGreaterThan(9);
    for (const name of names) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { name, exact: true }).waitFor();
      expect(await page.locator(".banner.bad").count()).toBe(0);
    }
    expect(faults).toEqual([]);
    await close();
    proxy.close();
  });

  test("the browser loads less than 60 KB before the first page stands", async () => {
    const { html, asset } = consolePage();
    const paths = [...html.matchAll(/(?:href|src)="assets\/([^"]+)"/g)].map(([, path]) => path!);
    const files = [...new Set(paths)];
    const bytes = files.reduce((sum, path) => sum + asset(path)!.gzipped.length, 0);
    console.log(`The start of the console is ${(bytes / 1_024).toFixed(1)} KB in ${files.length} files, gzipped`);
    expect(bytes).toBeLessThan(60 * 1_024);
  });

  test("10,000 messages: a page of them is painted at once, and scrolls smoothly", async () => {
    const service = await startService(
      readConfig({ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent", API_KEYS: `ops:${keys.ops}:read` }),
    );
    const now = Date.now();
    await service.services.get("messageLog").record(
      Array.from({ length: 10_000 }, (_, n) => {
        const at = new Date(now - n * 1_000);
        return { ...someRow, messageId: randomUUID(), acceptedAt: at, occurredAt: at };
      }),
    );
    const { page, close } = await signedIn(`${service.url}/console/`);
    const began = performance.now();
    await page.goto(`${service.url}/console/#/messages`);
    await page.locator(".rows tbody tr").nth(99).waitFor();
    console.log(`The first 100 of 10,000 messages are there after ${(performance.now() - began).toFixed(0)} ms`);
    for (let more = 0; more < 4; more++) {
      const shown = await page.locator(".rows tbody tr").count();
      await page.getByRole("button", { name: "Show older ones" }).click();
      await expect.poll(() => page.locator(".rows tbody tr").count(), { timeout: 5_000 }).toBeGreaterThan(shown);
    }
    const frames = await page.evaluate(async () => {
      const times: number[] = [];
      let last = performance.now();
      for (let turn = 0; turn < 60; turn++) {
        scrollBy(0, 300);
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - last);
        last = performance.now();
      }
      return times.toSorted((a, b) => a - b)[30]!;
    });
    console.log(`500 of 10,000 messages: the median frame while scrolling takes ${frames.toFixed(1)} ms`);
    await close();
    await service.stop();
  }, 120_000);
});

test("a misspelt property of a component does not compile", () => {
  const folder = mkdtempSync(join(tmpdir(), "misspelt-"));
  const source = (name: string) =>
    `import { Stat } from "${resolve("src/web/console/stat.js")}";\nexport const One = () => <Stat name="a" ${name}="1" note="b" />;\n`;
  writeFileSync(join(folder, "good.tsx"), source("value"));
  writeFileSync(join(folder, "bad.tsx"), source("valeu"));
  const compile = (file: string) => {
    const config = { extends: resolve("src/web/tsconfig.json"), compilerOptions: { noEmit: true, rootDir: "/" } };
    const paths = { preact: [resolve("node_modules/preact")], "preact/*": [resolve("node_modules/preact/*")] };
    const path = join(folder, "tsconfig.json");
    const given = { ...config, compilerOptions: { ...config.compilerOptions, paths }, include: [file], exclude: [] };
    writeFileSync(path, JSON.stringify(given));
    return spawnSync("node_modules/.bin/tsc", ["-p", path], { encoding: "utf8" });
  };
  expect(compile("good.tsx").stdout).toBe("");
  expect(compile("bad.tsx").stdout).toContain("valeu");
});
