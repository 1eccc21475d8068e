import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../src/adapters/simulator/simulator.js";
import type { ToldRefusal, ToldText } from "../../src/adapters/simulator/told-text.js";
import { phonesPage } from "../../src/composition/web-pages.js";
import { expectAccessible } from "../support/axe.js";
import { expectNoSidewaysScroll, narrow, openBrowser, openPage } from "../support/browser.js";
import { describeWith } from "../support/needs.js";
import { expectPresentable } from "../support/presentable.js";

const customer = "+919876543210";
const driver = "+919876543211";

describeWith(["chromium"], "the phones' page in a browser", () => {
  let browser: Browser;
  let page: Page;
  let faults: string[];
  let closePage: () => Promise<void>;
  let simulator: Simulator;
  let told: Map<string, ToldText>;
  let refused: ToldRefusal[];
  let replies: { phone: string; text: string }[];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    told = new Map();
    refused = [];
    replies = [];
    simulator = await startSimulator({
      host: "127.0.0.1",
      port: 0,
      page: phonesPage,
      costOf: ({ segments }) => ({ micros: 6_450 * segments }),
      told: { text: async (id) => told.get(id), refusals: async () => refused },
      tellReply: async ({ phone, text }) => void replies.push({ phone, text }),
    });
    ({
      page,
      faults,
      close: closePage,
    } = await openPage(browser, {
      permissions: ["clipboard-read", "clipboard-write", "notifications"],
    }));
    await page.goto(simulator.url);
  });
  afterEach(async () => {
    await closePage();
    await simulator.close();
  });

  const publish = async (number: string, text: string, attributes: Record<string, string> = {}): Promise<string> => {
    const entries = Object.entries(attributes).flatMap(([name, value], index) => [
      [`MessageAttributes.entry.${index + 1}.Name`, name],
      [`MessageAttributes.entry.${index + 1}.Value.StringValue`, value],
    ]);
    const fields = { Action: "Publish", PhoneNumber: number, Message: text, ...Object.fromEntries(entries) };
    const answer = await fetch(simulator.url, { method: "POST", body: new URLSearchParams(fields) });
    expect(answer.status).toBe(200);
    return /<MessageId>([^<]+)/.exec(await answer.text())![1]!;
  };
  const open = (number: string) =>
    page.locator(".conversation", { has: page.locator("strong", { hasText: number }) }).click();
  const toldOf = (recipient: string): ToldText => ({
    ...{ messageId: "0f6b2c1e-8a64-5d0b-9f5e-0c4d3a2b1c00", state: "delivered", class: "transactional", recipient },
    ...{ template: "order_confirmation", reason: null, detail: null, correlationId: "ORD-2024-001" },
    topic: "order.created",
    trace: [
      { rule: "number", verdict: "pass", observed: "IN mobile +9198••••3210", consequence: "" },
      {
        rule: "quiet-hours/IN",
        verdict: "warning",
        observed: "23:10",
        consequence: "transactional texts go at any hour",
      },
    ],
  });

  test("texts appear as they arrive, the phone with the newest first", async () => {
    await page.getByText("No text yet").waitFor();
    await publish(customer, "Order 77 is confirmed");
    await publish(driver, "Pick up at 12 MG Road");
    await page.locator(".conversation").nth(1).waitFor();
    expect(await page.locator(".conversation strong").allTextContents()).toEqual([driver, customer]);
    await publish(customer, "It is on its way");
    await expect.poll(() => page.locator(".conversation strong").allTextContents()).toEqual([customer, driver]);
    await open(customer);
    expect(await page.locator(".bubble").allTextContents()).toEqual(["Order 77 is confirmed", "It is on its way"]);
    await page.getByText("GSM-7 · 1 part · $0.00645").first().waitFor();
    expect(faults).toEqual([]);
  });

  test("a text has its parts, the characters that cost, its cost, class, sender, outcome and trace beside it", async () => {
    const text = `Your order’s on its way ${"🍕".repeat(30)}`;
    const id = await publish(customer, text, {
      "AWS.SNS.SMS.SMSType": "Transactional",
      "AWS.SNS.SMS.SenderID": "PIZZA",
    });
    told.set(id, toldOf("customer"));
    await open(customer);
    await page.locator(".bubble").click();
    const detail = page.locator(".detail");
    await detail.getByText("UCS-2, 84 units, 2 parts").waitFor();
    expect(await detail.locator(".parts li").count()).toBe(2);
    expect(await detail.locator("mark").first().textContent()).toBe("’");
    expect(await detail.locator("mark").count()).toBe(31);
    for (const words of ["$0.0129", "PIZZA", "transactional", "ORD-2024-001", "quiet-hours/IN"])
      await detail.getByText(words).first().waitFor();
    await detail.getByRole("button", { name: "Copy SNS id" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });

  test("a phone tells how many texts came since one looked at it; so does the page's title", async () => {
    await publish(customer, "one");
    await publish(driver, "two");
    await page.goto("about:blank");
    await page.goto(simulator.url);
    await page.locator(".conversation").nth(1).waitFor();
    expect(await page.getByText(/\d new/).count(), "what was there before is not new").toBe(0);
    await open(customer);
    await publish(driver, "three");
    await publish(driver, "four");
    await page.locator(".conversation", { hasText: driver }).getByText("2 new").waitFor();
    await publish(customer, "five");
    await page.locator(".bubble", { hasText: "five" }).waitFor();
    expect(await page.getByText(/\d new/).allTextContents(), "what one looks at is seen").toEqual(["2 new"]);
    expect(await page.title()).toBe("(2) Phones");
    await open(driver);
    await expect.poll(() => page.title()).toBe("Phones");
    expect(await page.getByText(/\d new/).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("a link leads to one text on one phone, and to a search", async () => {
    // A page that is open would be drawn anew all the while.
    await page.goto("about:blank");
    const id = await publish(customer, "first");
    for (let n = 0; n < 150; n++) await publish(customer, `later ${n}`);
    await publish(driver, "other");
    await page.goto(`${simulator.url}/#${customer}/${id}`);
    await page.locator(".bubble[aria-current]", { hasText: "first" }).waitFor();
    await page.locator(".conversation[aria-current]", { hasText: customer }).waitFor();
    await page.goto("about:blank");
    await page.goto(`${simulator.url}/#?search=other`);
    await page.locator(".conversation").waitFor();
    expect(await page.locator(".conversation strong").allTextContents()).toEqual([driver]);
    expect(await page.locator("#search").inputValue()).toBe("other");
    await page.locator("#search").fill("nothing has this");
    await page.getByText("No number and no text has these words.").waitFor();
  });

  test("a code is copied with a click, or by its key", async () => {
    await publish(customer, "482915 is your login code. Valid for 10 minutes.");
    await open(customer);
    await page.getByRole("button", { name: "Copy code 482915" }).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    expect(await copied()).toBe("482915");
    await publish(customer, "730164 is your login code.");
    await page.getByRole("button", { name: "Copy code 730164" }).waitFor();
    await page.locator("h1").click();
    await page.keyboard.press("c");
    await expect.poll(copied).toBe("730164");
  });

  test("one replies as the phone, and a phone that opted out is marked", async () => {
    await publish(customer, "20 % off");
    await open(customer);
    await page.getByLabel(`Reply as ${customer}`).fill("where is my order?");
    await page.keyboard.press("Enter");
    await page.locator(".mine").getByText("where is my order?").waitFor();
    await page.getByRole("button", { name: "STOP" }).click();
    await page.locator(".conversation").getByText("opted out").waitFor();
    expect(replies).toEqual([
      { phone: customer, text: "where is my order?" },
      { phone: customer, text: "STOP" },
    ]);
    await publish(customer, "You are opted out.");
    await publish(customer, "this one stays away");
    await page.getByText("never arrived: this phone opted out").waitFor();
  });

  test("receipts and faults are set from the page, shown, and lifted", async () => {
    await publish(customer, "hello");
    await open(customer);
    await page.getByRole("button", { name: "What happens next" }).click();
    await page.getByLabel("The next texts are").first().selectOption("undelivered");
    await page.getByRole("button", { name: "Set" }).first().click();
    await page.getByText(`undelivered · ${customer}`).waitFor();
    await page.getByLabel("The next texts are").last().selectOption("reject");
    await page.getByLabel("How many").last().fill("2");
    await page.getByRole("button", { name: "Set" }).last().click();
    await page.getByText(`reject · ${customer} · 2 left`).waitFor();
    await expectPresentable(page, "phones-plans");
    await page.getByRole("button", { name: "Lift all" }).last().click();
    await page.getByText(`reject · ${customer}`).waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await publish(customer, "lost on the way");
    await page.locator(".letter", { hasText: "lost on the way" }).getByText("undelivered").waitFor();
  });

  test("one text, one phone, or all are deleted; all only after a question", async () => {
    await publish(customer, "one");
    await publish(customer, "two");
    await publish(driver, "three");
    await open(customer);
    await page.locator(".bubble", { hasText: "one" }).click();
    await page.getByRole("button", { name: "Delete this text" }).click();
    await expect.poll(() => page.locator(".bubble").allTextContents()).toEqual(["two"]);
    await page.getByRole("button", { name: `Delete the texts of ${customer}` }).click();
    await expect.poll(() => page.locator(".conversation strong").allTextContents()).toEqual([driver]);
    await page.getByRole("button", { name: "Delete all texts" }).click();
    await page.getByRole("button", { name: "Keep them" }).click();
    expect(await page.locator(".conversation").count()).toBe(1);
    await page.getByRole("button", { name: "Delete all texts" }).click();
    await page.getByRole("button", { name: "Delete all", exact: true }).click();
    await page.getByText("No text yet").waitFor();
  });

  test("markup in a text or an outcome is shown, never run", async () => {
    const markup = `<img src=x onerror="alert(1)"><script>alert(2)</script><b>bold</b>\u202Eevil`;
    refused.push({
      ...{ messageId: "a", to: markup, recipient: markup, template: markup, reason: "invalid-event", detail: markup },
      at: new Date().toISOString(),
    });
    const id = await publish(customer, markup);
    told.set(id, { ...toldOf(markup), detail: markup });
    await publish(driver, "x".repeat(1_500));
    await page.locator(".refusals").getByText("bold").first().waitFor();
    await open(customer);
    await page.locator(".bubble").click();
    await page.locator(".detail").getByText("bold").first().waitFor();
    expect(await page.locator("main b, main img, main script").count()).toBe(0);
    await page.setViewportSize(narrow);
    await expectNoSidewaysScroll(page);
    expect(faults).toEqual([]);
  });

  test("a text that reached no phone stands there with its reason", async () => {
    refused.push({
      ...{ messageId: "b", to: "+9198••••3210", recipient: "customer", template: "promotional_offer" },
      ...{ reason: "opted-out", detail: "This number opted out; ask the person to text START." },
      at: new Date().toISOString(),
    });
    await publish(customer, "hello");
    await page.locator(".refusals").getByText("ask the person to text START").waitFor();
  });

  test("a reason's commands are set as code, and an event of no person has no empty line", async () => {
    refused.push({
      ...{ messageId: "c", to: null, recipient: null, template: null, reason: "invalid-event" },
      ...{ detail: "There is no template x; `sms templates list` shows them", at: new Date().toISOString() },
    });
    await publish(customer, "hello");
    await page.locator(".refusals code", { hasText: /^sms templates list$/ }).waitFor();
    expect(await page.locator(".refusals p:empty").count()).toBe(0);
  });

  test("a notification tells of a text while nobody looks at the page", async () => {
    await page.evaluate(() => {
      const shown: string[] = [];
      Object.assign(window, {
        shown,
        Notification: class {
          static permission = "granted";
          static requestPermission(): Promise<string> {
            return Promise.resolve("granted");
          }
          constructor(title: string, { body }: { body: string }) {
            shown.push(`${title}: ${body}`);
          }
        },
      });
      Object.defineProperty(document, "hidden", { get: () => true });
    });
    await page.getByRole("button", { name: "Notify me of texts" }).click();
    await page.locator("[aria-label='Notify me of texts'][aria-pressed=true]").waitFor();
    await publish(customer, "are you there?");
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { shown: string[] }).shown))
      .toEqual([`${customer}: are you there?`]);
  });

  test("by keyboard: search, next phone, reply, back", async () => {
    await publish(customer, "one");
    await publish(driver, "two");
    await page.locator(".conversation").nth(1).waitFor();
    await page.keyboard.press("j");
    await page.getByRole("heading", { name: driver }).waitFor();
    await page.keyboard.press("j");
    await page.getByRole("heading", { name: customer }).waitFor();
    await page.keyboard.press("r");
    await page.keyboard.type("STOPPED");
    await page.keyboard.press("Enter");
    await page.locator(".mine").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.locator(".thread").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await page.keyboard.type("two");
    await expect.poll(() => page.locator(".conversation").count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
  });

  test("at 360 px one pane at a time, and the page alone scrolls", async () => {
    await page.setViewportSize(narrow);
    for (let n = 0; n < 30; n++) await publish(customer, `text ${n}`);
    await open(customer);
    await page.locator(".bubble", { hasText: "text 29" }).waitFor();
    await expectNoSidewaysScroll(page);
    const scrollers = await page.evaluate(
      () =>
        [...document.querySelectorAll("main *")].filter(
          (node) => node.scrollHeight > node.clientHeight + 1 && getComputedStyle(node).overflowY === "auto",
        ).length,
    );
    expect(scrollers).toBe(0);
    expect(await page.locator(".list").isVisible()).toBe(false);
    await page.getByRole("button", { name: "All phones" }).click();
    await page.locator(".list").waitFor();
  });

  test("10,000 texts: what is in sight is in the document, all of it is reached, and a new one is there at once", async () => {
    // A page that is open would be drawn anew all the while.
    await page.goto("about:blank");
    const talkative = "+919000000001";
    const ids: string[] = [];
    const send = async (n: number) => {
      const phone =
        n % 5 < 2 ? `+9198765${String((Math.floor(n / 5) * 2 + (n % 5)) % 2_000).padStart(5, "0")}` : talkative;
      const words = n % 7 === 0 ? " with some more words of it".repeat((n % 9) + 1) : "";
      ids[n] = await publish(phone, `text ${n}.${words}`);
    };
    for (let n = 0; n < 10_000; n += 100) await Promise.all(Array.from({ length: 100 }, (_, more) => send(n + more)));
    await page.goto(simulator.url);
    await page.getByText("10,000 texts").waitFor();

    /** Scrolls a list from where it stands to its end: rows that were there, and the most nodes that the page had. */
    const through = (pane: string, byPx: number) =>
      page.evaluate(
        async ([selector, step]) => {
          const scroller = document.querySelector(selector)!;
          const seen = new Set<string>();
          const times: number[] = [];
          const tasks: number[] = [];
          const watch = new PerformanceObserver((list) =>
            tasks.push(...list.getEntries().map(({ duration }) => duration)),
          );
          watch.observe({ type: "longtask" });
          let most = 0;
          for (let still = 0; still < 3; ) {
            const { scrollTop } = scroller;
            const began = performance.now();
            scroller.scrollTop += step;
            await new Promise(requestAnimationFrame);
            times.push(performance.now() - began);
            for (const row of scroller.querySelectorAll<HTMLElement>("[data-row]")) seen.add(row.dataset["row"]!);
            most = Math.max(most, document.querySelectorAll("*").length);
            still = scroller.scrollTop === scrollTop ? still + 1 : 0;
          }
          watch.disconnect();
          const frame = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
          return { seen: seen.size, most, frame, longest: Math.max(0, ...tasks) };
        },
        [pane, byPx] as const,
      );
    const row = page.locator(".list li[data-row]");
    expect(await row.first().getAttribute("aria-setsize"), "a screen reader is told the whole").toBe("2001");
    const down = await through(".list", 600);
    expect(await row.last().getAttribute("aria-posinset"), "the last phone").toBe("2001");
    const up = await through(".list", -600);
    expect(await row.first().getAttribute("aria-posinset"), "the first phone").toBe("1");
    await open(talkative);
    const bubbles = page.locator(".letters li[data-row]");
    expect(await bubbles.last().getAttribute("aria-posinset"), "a conversation opens at its newest").toBe("6000");
    const back = await through(".letters", -1_000);
    expect(await bubbles.first().getAttribute("aria-posinset")).toBe("1");
    const forth = await through(".letters", 1_000);
    expect(await bubbles.last().getAttribute("aria-posinset")).toBe("6000");
    expect(
      [down, up, back, forth].map(({ seen }) => seen),
      "each row was drawn",
    ).toEqual([2_001, 2_001, 6_000, 6_000]);
    for (const { frame, longest, most } of [down, up, back, forth]) {
      console.log(
        `10,000 texts: median frame ${frame.toFixed(1)} ms, longest task ${longest.toFixed(0)} ms, at most ${most} nodes`,
      );
      expect(most, "what is not in sight is not there").toBeLessThan(1_500);
    }

    await page.goto(`${simulator.url}/#${talkative}/${ids[5_002]}`);
    const linked = page.locator(".bubble[aria-current]");
    expect(await linked.textContent(), "a link to a text in the middle").toMatch(/^text 5002\./u);
    await expect
      .poll(() =>
        linked.evaluate((node) => [
          node.getBoundingClientRect().top > 100,
          node.getBoundingClientRect().bottom < innerHeight,
        ]),
      )
      .toEqual([true, true]);

    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+f");
    await page.keyboard.type("text 4322.");
    await expect.poll(() => page.locator(".conversation").count()).toBe(1);
    await page.keyboard.press("Enter");
    await open(talkative);
    await page.getByText("1 of 6,000 texts").waitFor();
    expect(await page.locator(".bubble").allTextContents()).toEqual([expect.stringMatching(/^text 4322\./u)]);
    await page.locator(".bubble").click();
    await page.getByRole("button", { name: "Show all" }).click();
    await page.locator(".bubble", { hasText: "text 4323." }).waitFor();
    await expect.poll(() => linked.evaluate((node) => node.getBoundingClientRect().bottom < innerHeight)).toBe(true);

    await page.locator(".conversation").nth(3).focus();
    await page.evaluate(() => document.querySelector(".list")!.scrollTo(0, 50_000));
    await page.locator(".list li[aria-posinset='800']").waitFor();
    await page.keyboard.press("Tab");
    expect(
      await page.evaluate(() => document.activeElement?.closest("li")?.ariaPosInSet),
      "Tab goes on from the row that had the focus, wherever one scrolled",
    ).toBe("5");

    await page.evaluate(() => document.querySelector(".list")!.scrollTo(0, 0));
    await publish(customer, "the newest");
    await expect.poll(() => page.locator(".conversation .line").first().textContent()).toBe("the newest");
    expect(faults).toEqual([]);
  }, 180_000);

  test("pictures", async () => {
    await expectPresentable(page, "phones-empty");
    const id = await publish(
      customer,
      "Order #ORD-2024-001 confirmed! Pizza Palace delivers in 30-40 minutes. Track it: https://yourapp.com/track/abc123",
      {
        "AWS.SNS.SMS.SMSType": "Transactional",
        "AWS.SNS.SMS.SenderID": "PIZZA",
      },
    );
    told.set(id, toldOf("customer"));
    await publish(customer, "482915 is your login code. Valid for 10 minutes. Do not share it with anyone.");
    const costly = await publish(
      customer,
      "Your driver Zoë is 2 minutes away 🛵 – please come to the door. Order #ORD-2024-001, to pay: ₹549.00",
    );
    told.set(costly, toldOf("customer"));
    const pickup = await publish(
      driver,
      "Pick up #ORD-2024-001 at 12 MG Road, bring it to 4 Park Street. Customer: +919876543210",
    );
    told.set(pickup, { ...toldOf("driver"), template: "driver_assignment" });
    const alert = await publish("+919876543212", "New order #ORD-2024-001: 3 items, ₹549.00");
    told.set(alert, { ...toldOf("restaurant"), template: "restaurant_new_order_alert" });
    await fetch(`${simulator.url}/api/replies`, {
      method: "POST",
      body: JSON.stringify({ phone: customer, text: "STOP" }),
    });
    refused.push({
      ...{ messageId: "b", to: "+919876543213", recipient: "customer", template: "promotional_offer" },
      ...{
        reason: "opted-out",
        detail: "This number opted out of promotional texts on 12 November; it may text START.",
      },
      at: new Date().toISOString(),
    });
    await page.locator(".refusals li").waitFor();
    await page.locator(".conversation .tag", { hasText: "restaurant" }).waitFor();
    await expectPresentable(page, "phones-list");
    await open(customer);
    await page.locator(".letter .tag").nth(1).waitFor();
    await expectPresentable(page, "phones-thread");
    await page.locator(".bubble", { hasText: "Zoë" }).click();
    await page.locator(".detail .trace").waitFor();
    await expectPresentable(page, "phones-text");
    await page.getByRole("button", { name: "Close the detail" }).click();
    await page.locator("#search").fill("order #ord");
    await page.getByText("2 of 4 texts").waitFor();
    await expectPresentable(page, "phones-found");
  });

  test("a simulator that is gone is said to be gone", async () => {
    await page.getByText("0 texts").waitFor();
    await simulator.close();
    await page.getByText("the simulator does not answer").waitFor();
  });
});
