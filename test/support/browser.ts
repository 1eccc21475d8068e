import { mkdirSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { built } from "./built.js";
import { eventually } from "./eventually.js";
import { programPath } from "./program-path.js";

/** Where pictures of pages are left, for a person to look at. */
const pictures = "reports/pictures";

/** Chromium with the pages built. */
export const openBrowser = async (): Promise<Browser> => {
  await built();
  mkdirSync(pictures, { recursive: true });
  return chromium.launch({ executablePath: programPath("chromium")!, args: ["--no-sandbox"] });
};

export const wide = { width: 1280, height: 800 };
export const narrow = { width: 360, height: 740 };

/** A page that notes what no page may do: an error in the console, or something that its policy forbids. */
export const openPage = async (browser: Browser, options: BrowserContextOptions = {}) => {
  const context = await browser.newContext({ viewport: wide, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective }) => console.error(`CSP: ${violatedDirective}`));
  });
  return { page, faults, close: () => context.close() };
};

/** Pictures in both themes and widths, as `name-light-wide.png`. */
export const takePictures = async (page: Page, name: string): Promise<void> => {
  for (const [size, viewport] of Object.entries({ wide, narrow })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: `${pictures}/${name}-${colorScheme}-${size}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(wide);
};

/** At 360 px nothing is wider than the page. */
export const expectNoSidewaysScroll = (page: Page): Promise<void> =>
  eventually("nothing is wider than the window", () =>
    page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
  );
