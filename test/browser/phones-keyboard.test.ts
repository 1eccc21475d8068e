import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../src/adapters/simulator/simulator.js";
import { phonesPage } from "../../src/composition/web-pages.js";
import { openBrowser, openPage } from "../support/browser.js";
import { keyboardOn } from "../support/keyboard.js";
import { describeWith } from "../support/needs.js";

const customer = "+919876543210";
const driver = "+919876543211";

interface Place {
  readonly page: Page;
  readonly keyboard: ReturnType<typeof keyboardOn>;
}
type Action = readonly [does: string, how: (place: Place) => Promise<void>, seen: RegExp | string];

const bubble = (page: Page, text: string) => page.locator("a.bubble", { hasText: text });

const focusIn = (page: Page) => page.evaluate(() => document.activeElement?.tagName);

/** Every action of the phones' page; what one needs, those above it left. */
const actions: readonly Action[] = [
  [
    "search",
    async ({ page, keyboard }) => {
      await keyboard.type("Search texts and numbers", "12 MG Road");
      await expect.poll(() => page.locator(".conversation").count()).toBe(1);
      await page.keyboard.press("Control+A");
      await page.keyboard.press("Delete");
      await expect.poll(() => page.locator(".conversation").count()).toBeGreaterThan(10);
    },
    customer,
  ],
  [
    "read on to the last of a list that is drawn where it is seen",
    async ({ page, keyboard }) => {
      const rows = page.locator(".list li[data-row]");
      const last = await rows.first().getAttribute("aria-setsize");
      expect(await rows.count(), "not all are drawn").toBeLessThan(Number(last));
      await keyboard.reach(page.locator(".conversation").first());
      for (let step = 1; step < Number(last); step++) await page.keyboard.press("Tab");
      const at = await page.evaluate(() => document.activeElement?.closest("li")?.ariaPosInSet);
      expect(at, "one Tab a row, none left out").toBe(last);
      await page.getByText("text 0", { exact: true }).waitFor();
      await page.keyboard.press("Home");
      await page.locator(".conversation", { hasText: customer }).waitFor();
    },
    customer,
  ],
  [
    "open a phone",
    async ({ page, keyboard }) => {
      await keyboard.press(page.locator(".conversation", { hasText: customer }));
      await expect.poll(() => focusIn(page), { message: "the keyboard goes on in the phone" }).toBe("H1");
      await page.keyboard.press("Escape");
      await expect.poll(() => focusIn(page), { message: "back, it is on the phone's row" }).toBe("A");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: customer }).waitFor();
    },
    "Order 77 is confirmed",
  ],
  ["copy a code", ({ keyboard }) => keyboard.button("Copy code 482915", "Space"), "Code copied"],
  ["open a text", ({ page, keyboard }) => keyboard.press(bubble(page, "Order 77")), "How it travels"],
  ["copy its link", ({ keyboard }) => keyboard.button("Copy link"), "Link copied"],
  ["copy its id", ({ keyboard }) => keyboard.button("Copy SNS id"), "SNS id copied"],
  ["close the detail", ({ keyboard }) => keyboard.button("Close the detail"), customer],
  [
    "reply",
    async ({ page, keyboard }) => {
      await keyboard.type(`Reply as ${customer}`, "where is it?");
      await keyboard.button("Send the reply");
      await page.locator(".mine", { hasText: "where is it?" }).waitFor();
    },
    "where is it?",
  ],
  ["opt out", ({ keyboard }) => keyboard.button("STOP"), "opted out"],
  ["opt in", ({ keyboard }) => keyboard.button("START"), "START"],
  [
    "plan what happens next, and lift it",
    async ({ page, keyboard }) => {
      await keyboard.asks(page.getByRole("button", { name: "What happens next" }), "What happens next");
      await keyboard.button("What happens next");
      await keyboard.choose("The next texts are", "undelivered");
      await keyboard.type("To", customer);
      await keyboard.type("How many", "1");
      await keyboard.type("After, in ms", "5");
      await keyboard.button("Set");
      await page.getByText(`undelivered · ${customer} · 1 left`).waitFor();
      await keyboard.button("Lift all");
      await page.getByText(`undelivered · ${customer}`).waitFor({ state: "detached" });
      await page.keyboard.press("Escape");
    },
    customer,
  ],
  [
    "the same from the bar",
    ({ page, keyboard }) => keyboard.asks(page.getByRole("button", { name: "Faults" }), "What happens next"),
    customer,
  ],
  ["be told of texts", ({ keyboard }) => keyboard.button("Notify me of texts", "Space"), customer],
  [
    "see the keys",
    ({ page, keyboard }) => keyboard.asks(page.getByRole("button", { name: "Keys", exact: true }), "Keys"),
    customer,
  ],
  [
    "delete a text",
    async ({ page, keyboard }) => {
      await keyboard.press(bubble(page, "Order 77"));
      await keyboard.button("Delete this text");
      await bubble(page, "Order 77").waitFor({ state: "detached" });
    },
    "482915",
  ],
  ["delete a phone's texts", ({ keyboard }) => keyboard.button(`Delete the texts of ${customer}`), "121 texts"],
  [
    "delete all, after a question",
    async ({ page, keyboard }) => {
      await keyboard.asks(page.getByRole("button", { name: "Delete all texts" }), /^Delete all/);
      await keyboard.button("Delete all texts");
      await keyboard.button("Keep them");
      await expect.poll(() => keyboard.has(page.getByRole("button", { name: "Delete all texts" }))).toBe(true);
      await page.keyboard.press("Enter");
      await keyboard.button("Delete all");
    },
    "No text yet",
  ],
];

describeWith(["chromium"], "the phones' page by keyboard alone", () => {
  let browser: Browser;
  let simulator: Simulator;
  let page: Page;
  let faults: string[];
  let keyboard: ReturnType<typeof keyboardOn>;

  const publish = async (number: string, text: string): Promise<void> => {
    const body = new URLSearchParams({ Action: "Publish", PhoneNumber: number, Message: text });
    expect((await fetch(simulator.url, { method: "POST", body })).status).toBe(200);
  };

  beforeAll(async () => {
    browser = await openBrowser();
    simulator = await startSimulator({
      ...{ host: "127.0.0.1", port: 0, page: phonesPage, told: undefined },
      costOf: ({ segments }) => ({ micros: 6_450 * segments }),
      tellReply: async () => undefined,
    });
    for (let n = 0; n < 120; n++) await publish(`+9198765${String(n).padStart(5, "0")}`, `text ${n}`);
    await publish(driver, "Pick up at 12 MG Road");
    await publish(customer, "Order 77 is confirmed");
    await publish(customer, "482915 is your login code.");
    ({ page, faults } = await openPage(browser, {
      permissions: ["clipboard-read", "clipboard-write", "notifications"],
    }));
    keyboard = keyboardOn(page);
    await page.goto(simulator.url);
    await page.locator(".conversation").first().waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await simulator?.close();
  });

  test.each(actions)("%s", async (_does, how, seen) => {
    await how({ page, keyboard });
    // Rows out of sight are not drawn, and no text to a browser that is asked for what it shows.
    await expect
      .poll(async () => ((await page.locator("body").textContent()) ?? "").replace(/\s+/gu, " "), { timeout: 10_000 })
      .toMatch(seen instanceof RegExp ? seen : new RegExp(seen.replace(/[+?.]/gu, "\\$&"), "u"));
    await expect.poll(() => focusIn(page), { message: "the focus is somewhere" }).not.toBe("BODY");
    expect(faults).toEqual([]);
  });

  test("all of it is reached Tab by Tab, in sight, without a trap", async () => {
    await publish(driver, "Pick up at 12 MG Road");
    await publish(customer, "482915 is your login code.");
    await keyboard.press(page.locator(".conversation", { hasText: customer }));
    await keyboard.press(bubble(page, "482915"));
    await page.getByText("How it travels").waitFor();
    await keyboard.walk();
    expect(faults).toEqual([]);
  });
});
