import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { openBrowser, openPage } from "../support/browser.js";
import { fillStage, keys } from "../support/console-stage.js";
import { describeWith } from "../support/needs.js";

/** What a person does: each call is one action. */
interface Hands {
  click(name: string | RegExp, role?: "link" | "button"): Promise<void>;
  fill(label: string | RegExp, text: string): Promise<void>;
  enter(): Promise<void>;
}
type Task = readonly [task: string, how: (hands: Hands) => Promise<void>, seen: RegExp];

const mostActions = 4;
const mended = JSON.stringify({
  ...{ orderNumber: "ORD-2024-012", customer: { phone: "+919876543210" } },
  ...{ estimatedTime: "30 minutes", trackUrl: "https://yourapp.com/track/1" },
});

/** As an operator begins: signed in, on the first page. */
const tasks: readonly Task[] = [
  [
    "find why a number got nothing",
    async ({ click, fill, enter }) => {
      await click("Messages");
      await fill(/^Number/, "+91 98765 43215");
      await enter();
      await click(/\d\d:\d\d/);
    },
    /The person opted out/,
  ],
  [
    "see what became of an order",
    async ({ click, fill, enter }) => {
      await click("Messages");
      await fill(/^Number/, "ORD-2024-001");
      await enter();
    },
    /Several messages belong to it[\s\S]*delivery_assignment/,
  ],
  ["see what fails most, and what mends it", ({ click }) => click("Failures"), /breaks its schema[\s\S]*What to do/],
  [
    "list the texts that failed for one reason",
    async ({ click }) => {
      await click("Failures");
      await click("There is no such template");
    },
    /template-unknown[\s\S]*order_confirmed/,
  ],
  [
    "replay a group of dead letters, and be told which would come back",
    async ({ click }) => {
      await click("Dead letters");
      await click("Replay all 2", "button");
    },
    /2 refused/,
  ],
  [
    "mend a dead letter and replay it",
    async ({ click, fill }) => {
      await click("Dead letters");
      await click(/\d\d:\d\d/, "button");
      await fill(/^Its value/, mended);
      await click("Replay", "button");
    },
    /1 letter replayed/,
  ],
  [
    "discard dead letters with a reason",
    async ({ click, fill }) => {
      await click("Dead letters");
      await click("Discard", "button");
      await fill(/^Why/, "sent by a test");
      await click("Discard", "button");
    },
    /Discarded/,
  ],
  [
    "cancel what waits",
    async ({ click }) => {
      await click("Scheduled");
      await click("Cancel", "button");
    },
    /Nothing waits/,
  ],
  [
    "end a doubt",
    async ({ click }) => {
      await click("In doubt");
      await click("It was sent", "button");
    },
    /Nothing is in doubt/,
  ],
  [
    "let a person opt in again",
    async ({ click, fill }) => {
      await click("Opt-outs");
      await fill("Number", "+919876543215");
      await click("Check", "button");
      await click("Opt in", "button");
    },
    /promotional\s+gets texts/,
  ],
  [
    "see what one character costs",
    async ({ click, fill }) => {
      await click("Templates");
      await click(/^order_confirmation/);
      await fill(/^restaurant_name/, "Zoë’s 🍕");
    },
    /UCS-2/,
  ],
  ["see what was spent", ({ click }) => click("Spend"), /month\s+\d{4}-\d\d\s+\$0\.0/],
  ["see what production still lacks", ({ click }) => click("Doctor"), /weaknesses/],
  ["see who did what", ({ click }) => click("Audit"), /ops[\s\S]*opt-outs/],
];

describeWith(["chromium"], "an operator's tasks at the console", () => {
  let browser: Browser;
  let stage: SmsStage;

  beforeAll(async () => {
    browser = await openBrowser();
    stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:send+read+otp+admin,looker:${keys.looker}:read` });
    await fillStage(stage);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  const signedIn = async (key: string) => {
    const opened = await openPage(browser);
    await opened.page.goto(`${stage.url}/console/`);
    await opened.page.getByLabel("Key").fill(key);
    await opened.page.keyboard.press("Enter");
    await opened.page.getByRole("heading", { name: "Now" }).waitFor();
    return opened;
  };
  const handsOn = (page: Page) => {
    let actions = 0;
    const hands: Hands = {
      click: async (name, role = "link") => {
        actions += 1;
        const exact = typeof name === "string";
        await page.getByRole(role, { name, exact }).last().click({ timeout: 5_000 });
      },
      fill: async (label, text) => {
        actions += 1;
        await page.getByLabel(label).last().fill(text, { timeout: 5_000 });
      },
      enter: async () => {
        actions += 1;
        await page.keyboard.press("Enter");
      },
    };
    return { hands, actions: () => actions };
  };

  test.each(tasks)(`%s, in at most ${mostActions} actions`, async (task, how, seen) => {
    const { page, faults, close } = await signedIn(keys.ops);
    const { hands, actions } = handsOn(page);
    await how(hands);
    await expect.poll(() => page.locator("body").innerText(), { timeout: 5_000 }).toMatch(seen);
    console.log(`${task}: ${actions()} actions`);
    expect(actions()).toBeLessThanOrEqual(mostActions);
    expect(faults).toEqual([]);
    await close();
  });

  test("a key that may only read sees no button that changes anything, and no page of operators", async () => {
    const { page, close } = await signedIn(keys.looker);
    const names = await page.locator("nav a").allInnerTexts();
    for (const hidden of ["In doubt", "Doctor", "Audit"]) expect(names).not.toContain(hidden);
    for (const name of names) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { name, exact: true }).waitFor();
      const buttons = await page.locator("main button").allInnerTexts();
      const harmless = ["Search", "Check", "en", "hi", "Show older ones"];
      expect(buttons.filter((text) => !harmless.includes(text.trim()))).toEqual([]);
    }
    await close();
  });

  test("signed out, nothing but the sign-in is left", async () => {
    const { page, close } = await signedIn(keys.ops);
    await page.getByRole("button", { name: "Sign out ops" }).click();
    await page.getByLabel("Key").waitFor();
    await page.goto(`${stage.url}/console/#/messages`);
    await page.reload();
    await page.getByLabel("Key").waitFor();
    await page.getByLabel("Key").fill("no-such-secret-0123456789");
    await page.keyboard.press("Enter");
    await page.getByText("No key has this secret").waitFor();
    await close();
  });
});
