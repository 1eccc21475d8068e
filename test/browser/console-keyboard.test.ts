import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { openBrowser, openPage } from "../support/browser.js";
import { fillCampaigns, peopleFile } from "../support/campaign-stage.js";
import { callStage, fillStage, keys } from "../support/console-stage.js";
import { keyboardOn } from "../support/keyboard.js";
import { describeWith } from "../support/needs.js";

type Keyboard = ReturnType<typeof keyboardOn>;
interface Place {
  readonly page: Page;
  readonly keyboard: Keyboard;
}
type Action = readonly [at: string, does: string, how: (place: Place) => Promise<void>, seen: RegExp | string];

const mended = JSON.stringify({
  ...{ orderNumber: "ORD-2024-012", customer: { phone: "+919876543210" } },
  ...{ estimatedTime: "30 minutes", trackUrl: "https://yourapp.com/track/1" },
});
const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(peopleFile(1_500, 3)) };

/** Every action of the console, in the order of its pages; what one needs, those above it left. */
const actions: readonly Action[] = [
  ["now", "skip the list of pages", ({ keyboard }) => keyboard.button("Skip to the page"), "Is it running"],
  ["now", "follow a figure", ({ keyboard }) => keyboard.link(/^In doubt/), "Which texts may or may not"],
  [
    "messages",
    "search by number",
    async ({ page, keyboard }) => {
      await keyboard.type(/^Number, order/, "+91 98765 43215");
      await page.keyboard.press("Enter");
    },
    /ORD-2024-010/,
  ],
  ["messages", "filter by state", ({ keyboard }) => keyboard.choose("State", "undelivered"), /undelivered/],
  ["messages", "filter by class", ({ keyboard }) => keyboard.choose("Class", "otp"), "No message fits"],
  [
    "messages?status=failed&reason=opted-out",
    "lift a filter",
    ({ keyboard }) => keyboard.link("all reasons"),
    "template-unknown",
  ],
  ["messages", "read on", ({ keyboard }) => keyboard.button("Show older ones"), /order_confirmation/],
  ["messages", "open a message", ({ keyboard }) => keyboard.link(/\d\d:\d\d/), "What happened"],
  [
    "messages/TABLE-7",
    "copy an id",
    ({ keyboard }) => keyboard.button("Copy message id", "Space"),
    "Message id copied",
  ],
  [
    "messages/TABLE-7",
    "see a number whole, after a reason",
    async ({ page, keyboard }) => {
      await keyboard.asks(page.getByRole("button", { name: "Show the number" }), "Show the number?");
      await keyboard.button("Show the number");
      await keyboard.type(/^Why/, "she called us");
      await keyboard.button("Leave it");
      await expect.poll(() => keyboard.has(page.getByRole("button", { name: "Show the number" }))).toBe(true);
      await page.keyboard.press("Enter");
      await keyboard.type(/^Why/, "she called us");
      await keyboard.button("Show it");
    },
    "+919876543218",
  ],
  ["messages/TABLE-7", "copy what is shown", ({ keyboard }) => keyboard.button("Copy message id"), "Message id copied"],
  [
    "campaigns?new=yes",
    "check a file, make a campaign of it",
    async ({ page, keyboard }) => {
      await keyboard.reach(page.getByLabel("File of recipients"));
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
      await chooser.setFiles(file);
      await keyboard.choose("Class", "transactional");
      await keyboard.type("Its words", "Doors open at 9");
      await keyboard.button("Check the file", "Space");
      await keyboard.type("Name", "By keyboard");
      await keyboard.button(/^Make it for/);
    },
    "3 waiting",
  ],
  [
    "campaigns/by-keyboard",
    "fetch the faults of a file",
    async ({ page, keyboard }) => {
      await keyboard.reach(page.locator("summary").first());
      await page.keyboard.press("Space");
      await page.keyboard.press("Space");
      const left = page.waitForEvent("download");
      await keyboard.button("All faults as a file");
      await left;
    },
    /rows? cannot be texted/,
  ],
  [
    "campaigns/by-keyboard",
    "start it",
    async ({ page, keyboard }) => {
      await keyboard.asks(page.getByRole("button", { name: "Start", exact: true }), "Start the campaign?");
      await keyboard.button("Start");
      await keyboard.button("Start it");
    },
    /3 delivered/,
  ],
  ["campaigns", "begin a new one", ({ keyboard }) => keyboard.link("New campaign"), "A file is checked first"],
  ["campaigns", "open one", ({ keyboard }) => keyboard.link("Weekend menu"), "ops paused it"],
  ["campaigns/summer-26", "copy its id", ({ keyboard }) => keyboard.button("Copy campaign id"), "Campaign id copied"],
  [
    "campaigns/summer-26",
    "look at those of one state",
    ({ keyboard }) => keyboard.choose("State", "undelivered"),
    /P-7\b/,
  ],
  [
    "campaigns/summer-26",
    "take its people as a file",
    async ({ page, keyboard }) => {
      const left = page.waitForEvent("download");
      await keyboard.button("As a file");
      await left;
    },
    "Recipients",
  ],
  ["campaigns/weekend", "read on", ({ keyboard }) => keyboard.button("Show more"), /P-301\b/],
  [
    "campaigns/weekend",
    "resume it with another budget",
    async ({ keyboard }) => {
      await keyboard.button("Resume");
      await keyboard.type("Budget in dollars", "3");
      await keyboard.button("Resume it");
    },
    "$3.00",
  ],
  [
    "campaigns/weekend",
    "pause it",
    async ({ keyboard }) => {
      await keyboard.button("Pause");
      await keyboard.button("Pause it");
    },
    "ops paused it",
  ],
  [
    "campaigns/weekend",
    "cancel it",
    async ({ page, keyboard }) => {
      await keyboard.asks(page.getByRole("button", { name: "Cancel", exact: true }), "Cancel the campaign?");
      await keyboard.button("Cancel");
      await keyboard.button("Cancel it");
    },
    "ops cancelled it",
  ],
  ["failures", "look at one reason", ({ keyboard }) => keyboard.link("The person opted out"), "all reasons"],
  ["dead-letters", "look at one group", ({ keyboard }) => keyboard.link("invalid-event"), "orderNumber is a number"],
  ["dead-letters", "replay a group", ({ keyboard }) => keyboard.button(/^Replay all/), "2 refused"],
  [
    "dead-letters",
    "look at a letter, mend it, replay it",
    async ({ page, keyboard }) => {
      await keyboard.asks(page.locator("td button.link").first(), "A dead letter");
      await keyboard.press(page.locator("td button.link").nth(1));
      await keyboard.type(/^Its value/, mended);
      await keyboard.button("Replay");
    },
    "1 letter replayed",
  ],
  ["dead-letters", "replay one", ({ keyboard }) => keyboard.button("Replay it"), "1 refused"],
  [
    "dead-letters",
    "discard with a reason",
    async ({ page, keyboard }) => {
      await keyboard.asks(page.getByRole("button", { name: "Discard" }).first(), /^Discard \d/);
      await keyboard.button("Discard");
      await keyboard.type(/^Why/, "sent by a test");
      await page.keyboard.press("Enter");
    },
    "Discarded",
  ],
  ["in-doubt", "end a doubt", ({ keyboard }) => keyboard.button("It was sent"), "Nothing is in doubt"],
  ["scheduled", "cancel what waits", ({ keyboard }) => keyboard.button("Cancel"), "Nothing waits"],
  [
    "opt-outs",
    "look up a person, opt in and out",
    async ({ page, keyboard }) => {
      await keyboard.type("Number", "+919876543215");
      await keyboard.button("Check");
      await keyboard.button("Opt in");
      await page.getByText("Opted in again").waitFor();
      await keyboard.button("Opt out");
    },
    "Opted out of everything",
  ],
  ["opt-outs", "judge a text", ({ keyboard }) => keyboard.button("It was no opt-out"), "Judged"],
  ["opt-outs", "read AWS's list", ({ keyboard }) => keyboard.button("Read AWS's list"), "AWS's list: complete"],
  ["templates", "open one", ({ keyboard }) => keyboard.link(/^order_confirmation/), "is confirmed"],
  [
    "templates/order_confirmation",
    "try values and languages",
    async ({ page, keyboard }) => {
      await keyboard.button("hi", "Space");
      await keyboard.button("en");
      await keyboard.type(/^restaurant_name/, "Zoë’s");
      await page.getByText("UCS-2").first().waitFor();
      await keyboard.reach(page.locator("summary"));
      await page.keyboard.press("Enter");
    },
    "a number that gets texts",
  ],
  ["doctor", "look again", ({ keyboard }) => keyboard.button("Look again"), "weaknesses"],
  ["audit", "read what was done", ({ keyboard }) => keyboard.link("Audit"), "campaigns.pause"],
];

/** One press each of several that do the same, and what only the simulator's page has room for. */
const likeAnother = [
  "It was not",
  "No offers",
  "No texts at all",
  "Search",
  "Replay all #",
  "Retry failed",
  "Copy number",
];

describeWith(["chromium"], "the console by keyboard alone", () => {
  let browser: Browser;
  let stage: SmsStage;
  let page: Page;
  let faults: string[];
  let keyboard: Keyboard;
  const offered = new Set<string>();

  const open = async (path: string): Promise<void> => {
    // Begins anew: another place of the same page would be no other load.
    await page.goto("about:blank");
    await page.goto(`${stage.url}/console/#/${path}`);
    await page.locator("main h1").waitFor();
    await page.getByRole("status").getByText("Live").waitFor();
  };

  beforeAll(async () => {
    browser = await openBrowser();
    stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:send+read+otp+admin` });
    await fillStage(stage);
    await fillCampaigns(stage);
    await callStage(stage, "POST", "/v1/inbound", {
      ...{ from: "+919876543214", text: "Please stop it, will you", inboundId: "likely" },
    });
    ({ page, faults } = await openPage(browser));
    await page.goto(`${stage.url}/console/`);
    keyboard = keyboardOn(page);
    await keyboard.type("Key", keys.ops);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Now" }).waitFor();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  test("each page of the list is opened, and all of it is reached Tab by Tab, in sight, without a trap", async () => {
    const names = await page.locator("nav[aria-label=Pages] a").allInnerTexts();
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      await keyboard.link(name);
      await page.getByRole("heading", { name, exact: true }).waitFor();
      await page.locator("main :is(.rows, .empty, .stats, .card, .facts, .aside, form)").first().waitFor();
      await keyboard.walk();
      for (const one of await keyboard.offered()) offered.add(one);
    }
  }, 120_000);

  test.each(actions)("%s: %s", async (at, _does, how, seen) => {
    await open(at);
    for (const one of await keyboard.offered()) offered.add(one);
    await how({ page, keyboard });
    await expect
      .poll(async () => (await page.locator("body").innerText()).replace(/\s+/gu, " "), { timeout: 10_000 })
      .toMatch(seen);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.tagName), { message: "the focus is somewhere" })
      .not.toBe("BODY");
  });

  test("nothing that a page offers is left out above", () => {
    expect([...offered].filter((name) => !keyboard.done.has(name) && !likeAnother.includes(name))).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("and one signs out", async () => {
    await open("now");
    await keyboard.button("Sign out ops");
    await page.getByLabel("Key").waitFor();
  });
});
