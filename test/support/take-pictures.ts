import { mkdirSync } from "node:fs";
import { startSmsStage } from "../../src/composition/stage.js";
import { openBrowser, openPage } from "./browser.js";
import { fillStage, keys } from "./console-stage.js";

/** `npm run pictures`: the README's pictures, taken of the running service. */
const folder = "docs/images";
const viewport = { width: 1040, height: 600 };

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
await using stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:send+read+otp+admin` });
await fillStage(stage);
const { page, close } = await openPage(browser, { viewport, reducedMotion: "reduce" });
try {
  await page.goto(stage.inbox);
  await page.locator(".conversation", { hasText: "+919876543210" }).first().click();
  await page.locator(".bubble").first().click();
  await page.locator(".detail .trace").waitFor();
  await page.locator(".letter .tag.good").first().waitFor();
  await page.screenshot({ path: `${folder}/phones.png` });

  await page.goto(`${stage.url}/console/`);
  await page.getByLabel("Key").fill(keys.ops);
  await page.keyboard.press("Enter");
  await page.locator(".chart canvas").waitFor();
  for (let n = 0; n < 30; n++) {
    await stage.publish("sms.requested", {
      to: `+9198765432${20 + n}`,
      text: "Your table is ready",
      correlationId: `ORD-${n}`,
    });
    await page.waitForTimeout(300);
  }
  await page.screenshot({ path: `${folder}/console-now.png` });
  await page.goto(`${stage.url}/console/#/messages/ORD-2024-010`);
  await page.getByText("The person opted out").waitFor();
  await page.screenshot({ path: `${folder}/console-message.png` });
} finally {
  await close();
  await browser.close();
}
