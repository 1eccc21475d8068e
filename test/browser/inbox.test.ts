import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../src/adapters/simulator/simulator.js";
import { describeWith } from "../support/needs.js";
import { programPath } from "../support/program-path.js";

describeWith(["chromium"], "the phone inbox in a browser", () => {
  let browser: Browser;
  let page: Page;
  let simulator: Simulator;
  let outcomes: Record<string, unknown>[];
  let dialogs: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: programPath("chromium")!, args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    outcomes = [];
    dialogs = [];
    simulator = await startSimulator({
      host: "127.0.0.1",
      port: 0,
      outcomes: () => outcomes,
      costOf: ({ segments }) => ({ micros: 6_450 * segments }),
    });
    page = await browser.newPage();
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(simulator.url);
  });
  afterEach(async () => {
    await page.close();
    await simulator.close();
  });

  const publish = async (number: string, text: string) => {
    const body = new URLSearchParams({ Action: "Publish", PhoneNumber: number, Message: text });
    expect((await fetch(simulator.url, { method: "POST", body })).status).toBe(200);
  };
  const phone = (number: string) => page.locator(".phone", { has: page.getByRole("heading", { name: number }) });

  test("texts appear on their phones as they arrive, with encoding, parts and cost", async () => {
    await page.getByText("No text yet").waitFor();
    await publish("+919876543210", "Order 77 is confirmed");
    await phone("+919876543210").getByText("Order 77 is confirmed").waitFor();
    await phone("+919876543210").getByText("GSM-7 · 1 part · $0.00645").waitFor();
    await publish("+919876543211", "ж".repeat(71));
    await phone("+919876543211").getByText("UCS-2 · 2 parts · $0.0129").waitFor();
    await publish("+919876543210", "It is on its way");
    await phone("+919876543210").getByText("It is on its way").waitFor();
    expect(await phone("+919876543210").locator(".text").allTextContents()).toEqual([
      "Order 77 is confirmed",
      "It is on its way",
    ]);
    expect(await page.locator("#empty").isVisible()).toBe(false);
  });

  test("markup in a text or an outcome is shown, never run", async () => {
    const markup = `<img src=x onerror="alert(1)"><script>alert(2)</script><b>bold</b>`;
    outcomes.push({ status: "failed", reason: "invalid-event", detail: markup, to: markup, recipient: markup });
    await publish("+919876543210", markup);
    await phone("+919876543210").getByText(markup).waitFor();
    await page.locator("#outcomes").getByText(markup).first().waitFor();
    expect(await page.locator(".text b, .text img, .text script, #outcomes img").count()).toBe(0);
    expect(dialogs).toEqual([]);
  });

  test("outcome events stand beside the phones, and name whose phone it is", async () => {
    await publish("+919876543211", "Pick up at 12 MG Road");
    const to = "+919876543211";
    outcomes.push(
      {
        status: "sent",
        to,
        recipient: "driver",
        template: "driver_assignment",
        occurredAt: "2026-11-22T10:00:00.000Z",
      },
      { status: "failed", to, recipient: "driver", reason: "deadline-passed", detail: "It came too late." },
    );
    await phone(to).getByText("driver", { exact: true }).waitFor();
    const items = page.locator("#outcomes li");
    expect(await items.nth(0).innerText()).toMatch(/failed: deadline-passed.*It came too late\./su);
    expect(await items.nth(1).innerText()).toMatch(/sent.*driver_assignment · driver/su);
  });

  test("faults that are set are shown, and texts are deleted at a click", async () => {
    const body = JSON.stringify({ kind: "reject", number: "+919876543213", times: 2 });
    await fetch(`${simulator.url}/api/faults`, { method: "PUT", body });
    await page.getByText("reject · +919876543213 · 2 left").waitFor();
    await publish("+919876543210", "hello");
    await phone("+919876543210").waitFor();
    await page.getByRole("button", { name: "Delete all texts" }).click();
    await phone("+919876543210").waitFor({ state: "detached" });
    await page.getByText("No text yet").waitFor();
  });

  test("a simulator that is gone is said to be gone", async () => {
    await page.getByText("0 texts").waitFor();
    await simulator.close();
    await page.getByText("the simulator does not answer").waitFor();
  });
});
