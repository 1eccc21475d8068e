import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { openBrowser, openPage, takePictures } from "../support/browser.js";
import { fillCampaigns, peopleFile } from "../support/campaign-stage.js";
import { callStage, keys } from "../support/console-stage.js";
import { describeWith } from "../support/needs.js";
import { expectPresentable } from "../support/presentable.js";

describeWith(["chromium"], "campaigns at the console", () => {
  let browser: Browser;
  let stage: SmsStage;

  const signedIn = async (key: string, at = "campaigns") => {
    const opened = await openPage(browser);
    await opened.page.goto(`${stage.url}/console/#/${at}`);
    await opened.page.getByLabel("Key").fill(key);
    await opened.page.keyboard.press("Enter");
    await opened.page.locator("main h1").waitFor();
    return opened;
  };
  const shows = (page: Page, what: RegExp) =>
    expect
      .poll(async () => (await page.locator("main").innerText()).replace(/\s+/gu, " "), { timeout: 5_000 })
      .toMatch(what);
  const stateOf = async (id: string): Promise<string> =>
    ((await (await callStage(stage, "GET", `/v1/campaigns/${id}`)).json()) as { state: string }).state;

  beforeAll(async () => {
    browser = await openBrowser();
    stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:send+read+otp+admin,looker:${keys.looker}:read` });
    const { page, close } = await signedIn(keys.ops);
    await page.getByText("No campaign yet").waitFor();
    await takePictures(page, "console-campaigns-empty");
    await close();
    await fillCampaigns(stage);
    const byCall = { campaignId: "by-call", name: "Made by a call", text: "Doors open at 9", class: "transactional" };
    await callStage(stage, "POST", "/v1/campaigns", { ...byCall, recipients: [{ to: "+919876551690" }] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  test.each([
    ["all", "campaigns", /The new menu\s+running.*Weekend menu\s+paused.*100 % of 57 people/],
    ["one that ended", "campaigns/summer-26", /55 delivered.*2 undelivered.*2 rows cannot be texted.*P-7/],
    ["one that somebody paused", "campaigns/weekend", /ops paused it.*waiting.*\$2\.00/],
    ["one that is not started", "campaigns/diwali-26", /checked.*40 waiting/],
    ["one whose recipients came with the request, not as a file", "campaigns/by-call", /Made by a call.*1 waiting/],
    ["those of one state", "campaigns/summer-26?state=undelivered", /Recipients.*P-7.*P-11/],
    ["a new one", "campaigns?new=yes", /Nothing goes out before you start it/],
  ])("%s: told, accessible in both themes, nothing wider than 360 px", async (_name, path, told) => {
    const { page, faults, close } = await signedIn(keys.ops, path);
    await shows(page, told);
    expect(await page.locator("main [style]").count()).toBe(0);
    await expectPresentable(page, `console-${path.replace(/\W+/gu, "-")}`);
    expect(faults).toEqual([]);
    await close();
  });

  test("a file is checked, made a campaign and started, and its people are texted", async () => {
    const { page, faults, close } = await signedIn(keys.ops, "campaigns?new=yes");
    const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(peopleFile(1_500, 3)) };
    await page.getByLabel("File of recipients").setInputFiles(file);
    await page.getByLabel("Its words").fill("Doors open at 9. Reply STOP to opt out");
    await page.getByLabel("Class").selectOption("transactional");
    await page.getByRole("button", { name: "Check the file" }).click();
    await shows(page, /Can be texted\s+3.*\$0\.01935.*line 5\s+phone 12345/);
    await expectPresentable(page, "console-campaigns-checked");
    await page.getByLabel("Name").fill("Autumn sale, 26!");
    await page.getByLabel("Budget").fill("0.5");
    await page.getByRole("button", { name: "Make it for 3 people" }).click();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("3 people get a text, for $0.01935 by the price book.").waitFor();
    await expectPresentable(page, "console-campaigns-start");
    expect(await stateOf("autumn-sale-26")).toBe("checked");
    await page.getByLabel("Why").fill("the shop opens");
    await page.getByRole("button", { name: "Start it" }).click();
    await shows(page, /finished.*3 delivered/);
    expect(await stage.texts("+919876551501")).toHaveLength(1);
    const trail = await (await callStage(stage, "GET", "/v1/audit")).text();
    expect(trail).toContain("the shop opens");
    expect(faults).toEqual([]);
    await close();
  });

  test("a second campaign of a name is one of its own; one without a Latin letter has an id too", async () => {
    const made: string[] = [];
    for (const [name, from] of [
      ["Diwali!", 1_600],
      ["Diwali!", 1_610],
      ["दिवाली", 1_620],
    ] as const) {
      const { page, faults, close } = await signedIn(keys.ops, "campaigns?new=yes");
      const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(peopleFile(from, 2)) };
      await page.getByLabel("File of recipients").setInputFiles(file);
      await page.getByLabel("Its words").fill("Doors open at 9");
      await page.getByLabel("Class").selectOption("transactional");
      await page.getByRole("button", { name: "Check the file" }).click();
      await page.getByLabel("Name").fill(name);
      await page.getByRole("button", { name: "Make it for 2 people" }).click();
      await page.getByRole("button", { name: "Start", exact: true }).waitFor();
      made.push(new URL(page.url()).hash.split("/").at(-1)!);
      expect(faults).toEqual([]);
      await close();
    }
    expect(made).toEqual(["diwali", "diwali-2", "campaign"]);
    const ofIds = await Promise.all(
      made.map(async (id) => (await (await callStage(stage, "GET", `/v1/campaigns/${id}`)).json()) as object),
    );
    expect(ofIds).toMatchObject([{ name: "Diwali!" }, { name: "Diwali!" }, { name: "दिवाली" }]);
  });

  test("one that runs is paused in four actions, resumed with another budget, and cancelled", async () => {
    const { page, faults, close } = await signedIn(keys.ops, "now");
    await page.getByRole("link", { name: "Campaigns" }).click();
    await page.getByRole("link", { name: "The new menu" }).click();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByRole("button", { name: "Pause it" }).click();
    await shows(page, /paused.*ops paused it/);
    expect(await stateOf("new-menu")).toBe("paused");
    await page.goto(`${stage.url}/console/#/campaigns/weekend`);
    await page.getByRole("button", { name: "Resume", exact: true }).click();
    await page.getByLabel("Budget in dollars").fill("3");
    await page.getByRole("button", { name: "Resume it" }).click();
    await shows(page, /running.*\$3\.00/);
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("button", { name: "Leave it" }).click();
    expect(await stateOf("weekend")).toBe("running");
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("button", { name: "Cancel it" }).click();
    await shows(page, /cancelled.*ops cancelled it/);
    expect(faults).toEqual([]);
    await close();
  });

  test("its people are left as a file, masked", async () => {
    const { page, close } = await signedIn(keys.ops, "campaigns/summer-26");
    const [left] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "As a file", exact: true }).click(),
    ]);
    expect(left.suggestedFilename()).toBe("summer-26.csv");
    const chunks: Buffer[] = [];
    for await (const chunk of await left.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString("utf8").trim().split("\r\n");
    expect(lines).toHaveLength(58);
    expect(lines[8]).toMatch(/P-9|P-10/);
    expect(lines.join("\n")).not.toContain("+9198765500");
    await close();
  });

  test("a key that may only read sees campaigns, and no button that acts on one", async () => {
    const { page, close } = await signedIn(keys.looker);
    await page.getByRole("link", { name: "Summer sale" }).click();
    await shows(page, /55 delivered/);
    const buttons = (await page.locator("main button").allInnerTexts()).map((name) => name.trim()).filter(Boolean);
    expect(buttons.filter((name) => !/Copy|as a file/iu.test(name))).toEqual([]);
    await close();
  });
});
