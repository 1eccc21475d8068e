import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { openBrowser, openPage, takePictures } from "../support/browser.js";
import { fillStage, keys } from "../support/console-stage.js";
import { describeWith } from "../support/needs.js";
import { expectPresentable } from "../support/presentable.js";

const pages = [
  ...[
    "now",
    "messages",
    "campaigns",
    "failures",
    "dead-letters",
    "scheduled",
    "spend",
    "opt-outs",
    "templates",
    "doctor",
  ],
  ...["in-doubt", "audit"],
];

describeWith(["chromium"], "the console in a browser", () => {
  let browser: Browser;
  let stage: SmsStage;
  let page: Page;
  let faults: string[];
  let close: () => Promise<void>;

  const signIn = async (on: Page, key: string): Promise<void> => {
    await on.goto(`${stage.url}/console/`);
    await on.getByLabel("Key").fill(key);
    await on.getByRole("button", { name: "Sign in" }).click();
    await on.getByRole("heading", { name: "Now" }).waitFor();
  };
  const open = async (name: string): Promise<void> => {
    await page.goto(`${stage.url}/console/#/${name}`);
    await page.locator("main h1").waitFor();
  };

  beforeAll(async () => {
    browser = await openBrowser();
    stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:send+read+otp+admin,looker:${keys.looker}:read` });
    ({ page, faults, close } = await openPage(browser));
    await page.goto(`${stage.url}/console/`);
    await page.getByLabel("Key").waitFor();
    await expectPresentable(page, "console-sign-in");
    await signIn(page, keys.ops);
    for (const name of pages.filter((one) => one !== "templates" && one !== "doctor")) {
      await open(name);
      await takePictures(page, `console-${name}-empty`);
    }
    await fillStage(stage);
  }, 180_000);
  afterAll(async () => {
    await close?.();
    await browser?.close();
    await stage?.stop();
  });

  test.each(pages)(
    "%s: accessible in both themes, nothing wider than 360 px, nothing that its policy forbids",
    async (name) => {
      await open(name);
      // The live stream never lets the network be idle.
      await page.locator("main :is(.rows, .empty, .stats, .card, .facts, .aside, form)").first().waitFor();
      await page.getByRole("status").getByText("Live").waitFor();
      await expectPresentable(page, `console-${name}`);
      expect(faults).toEqual([]);
    },
  );
});
