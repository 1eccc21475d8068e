import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { readConfig } from "../../src/adapters/environment/config.js";
import { startService } from "../../src/composition/service.js";
import type { LoggedMessage } from "../../src/domain/log/logged-message.js";
import { consolePage } from "../../src/composition/web-pages.js";
import { expectNoSidewaysScroll, narrow, openBrowser, openPage, takePictures, wide } from "../support/browser.js";
import { callStage, keys } from "../support/console-stage.js";
import { eventually } from "../support/eventually.js";
import { describeWith } from "../support/needs.js";
import { expectPresentable } from "../support/presentable.js";

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
  const markup = "<img src=x onerror=alert(1)>\u202Eevil";
  /** One word that no line holds. */
  const word = `${markup}${"w".repeat(10_000)}`;

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

  /** In both themes and widths nothing is wider than the page, and no part of it wider than what holds it. */
  const expectHeld = async (page: Page, where: string): Promise<void> => {
    for (const viewport of [wide, narrow])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await expectNoSidewaysScroll(page);
        const spilled = () =>
          page.evaluate(() => {
            const host = document.querySelector("dialog[open]") ?? document.querySelector("main")!;
            const edge = host.getBoundingClientRect().right + 1;
            return [...host.querySelectorAll("*")]
              .filter((node) => node.getBoundingClientRect().right > edge)
              .map((node) => node.outerHTML.slice(0, 80));
          });
        // A chart takes the new width once it was told of it.
        await expect
          .poll(spilled, { message: `${where}, ${colorScheme}, ${viewport.width}`, timeout: 10_000 })
          .toEqual([]);
      }
    await page.setViewportSize(wide);
    expect(await page.locator("main img, dialog img").count()).toBe(0);
  };

  test("what strangers wrote is shown as text, one word of 10 kB breaks no layout, and nothing of it runs", async () => {
    const correlationId = `${markup}${"w".repeat(100)}`;
    await stage.publish("sms.requested", { to: "12345", text: word, correlationId, template: markup });
    await stage.publishUnchecked("order.created", { orderNumber: word, customer: { phone: 1 }, [word]: word });
    await callStage(stage, "POST", "/v1/inbound", {
      ...{ from: "+919876543299", text: `please stop <b>\u202E${"w".repeat(150)}`, inboundId: "word" },
    });
    const words = { text: "Doors open at 9", class: "transactional" };
    const uploaded = await fetch(`${stage.url}/v1/uploads?${new URLSearchParams(words)}`, {
      ...{ method: "POST", headers: { authorization: `Bearer ${keys.ops}`, "content-type": "text/csv" } },
      body: `phone,reference\n+919876543298,${markup}${"w".repeat(150)}\n${markup},P-2\n`,
    });
    const { uploadId } = (await uploaded.json()) as { uploadId: string };
    const campaign = { ...words, campaignId: "markup", name: markup, uploadId };
    expect(await (await callStage(stage, "POST", "/v1/campaigns", campaign)).json()).toMatchObject({ name: markup });
    // A page that is opened before has a 404, which the browser tells as a fault.
    const isThere = async (path: string, told: string) =>
      (await (await callStage(stage, "GET", path)).text()).includes(told);
    await eventually("the outcome", () =>
      isThere(`/v1/messages/${encodeURIComponent(correlationId)}`, `"state":"failed"`),
    );
    await eventually("the dead letter", () => isThere("/v1/dead-letters", "invalid-event"));
    const { page, faults, close } = await signedIn(`${stage.url}/console/`);
    const open = async (path: string) => {
      await page.goto(`${stage.url}/console/#/${path}`);
      await page.locator("main :is(.rows, .reason, .empty, .facts, .parts)").first().waitFor();
    };
    for (const [path, told] of [
      ["messages", markup],
      [`messages/${encodeURIComponent(correlationId)}`, "What happened"],
      ["failures", "The request or event breaks its schema"],
      ["dead-letters", "invalid-event"],
      ["opt-outs", "please stop <b>"],
      ["campaigns", markup],
      ["campaigns/markup", markup],
      ["audit", "campaigns"],
    ] as const) {
      await open(path);
      await page.locator("main").getByText(told).first().waitFor();
      await expectHeld(page, path);
    }
    await takePictures(page, "console-audit-strangers");
    await open("dead-letters");
    await page.locator("td button.link").first().click();
    await page.getByLabel(/^Its value/).waitFor();
    expect(await page.getByLabel(/^Its value/).inputValue()).toContain(word);
    await expectHeld(page, "a dead letter");
    await takePictures(page, "console-dead-letter-strangers");
    await page.keyboard.press("Escape");
    await open("templates/order_confirmation");
    await page.getByLabel(/^restaurant_name/).fill(word);
    await page.locator(".parts", { hasText: "onerror" }).waitFor();
    await expectHeld(page, "templates");
    await takePictures(page, "console-templates-strangers");
    await open("opt-outs");
    await page.getByText("please stop <b>").first().waitFor();
    await takePictures(page, "console-opt-outs-strangers");
    expect(faults).toEqual([]);
    await close();
  }, 120_000);

  test("a long value leaves its neighbours room for their words", async () => {
    await callStage(stage, "POST", "/v1/messages", {
      ...{ to: "+919876543214", template: "restaurant_new_order_alert", correlationId: "X".repeat(180) },
      variables: { order_number: "ORD-1", items_count: 2, total_amount: 549 },
    });
    const { page, faults, close } = await signedIn(`${stage.url}/console/`);
    await page.goto(`${stage.url}/console/#/messages`);
    const name = page.locator("td", { hasText: /^restaurant_new_order_alert/ }).first();
    await name.waitFor();
    // The name of the longest template stands on one line.
    const lines = await name.evaluate((cell) => {
      const range = document.createRange();
      range.setStart(cell.firstChild!, 0);
      range.setEnd(cell.firstChild!, "restaurant_new_order_alert".length);
      return range.getClientRects().length;
    });
    expect(lines).toBe(1);
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
    await expectPresentable(page, "console-message");
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
    await expectPresentable(page, "console-reveal");
    await page.keyboard.press("Enter");
    await page.getByText("+919876543218").waitFor();
    const trail = await (await callStage(stage, "GET", "/v1/audit")).text();
    expect(trail).toMatch(/"action":"messages\.reveal"[^}]*"reason":"she called us"/u);
    expect(faults).toEqual([]);
    await close();
  });

  test("behind a path everything works: each page, and what happens is told there as it happens", async () => {
    const proxy = await below("/tools/sms/", stage.url);
    const { page, faults, close } = await openPage(browser);
    const streams: string[] = [];
    page.on("response", (answer) => {
      if (answer.headers()["content-type"]?.startsWith("text/event-stream") === true)
        streams.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
    });
    await page.goto(`${proxy.url}console/`);
    await page.getByLabel("Key").fill(keys.ops);
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Live").waitFor();
    const sent = page.locator(".stat", { hasText: "Texts a second" });
    await sent.getByText(/texts? sent/).waitFor();
    const before = Number.parseInt((await sent.locator(".small").innerText()).replace(",", ""), 10);
    await stage.publish("sms.requested", { to: "+919876543210", text: "hello" });
    await sent.getByText(`${before + 1} text`).waitFor();
    expect(streams).toContain("200 /tools/sms/console/live");

    const waiting = { to: "+919876543212", text: "later", sendAt: new Date(Date.now() + 3_600_000).toISOString() };
    const { messageId } = (await (await callStage(stage, "POST", "/v1/messages", waiting)).json()) as {
      messageId: string;
    };
    await page.goto(`${proxy.url}console/#/messages/${messageId}`);
    await page.locator(".timeline", { hasText: "deferred" }).waitFor();
    await expect.poll(() => streams).toContain(`200 /tools/sms/v1/messages/${messageId}/events`);
    await callStage(stage, "DELETE", `/v1/messages/${messageId}`);
    await page.locator(".timeline", { hasText: "failed" }).waitFor();

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
  }, 120_000);

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
