import type { Page } from "playwright-core";
import { expectAccessible } from "./axe.js";
import { expectNoSidewaysScroll, narrow, takePictures, wide } from "./browser.js";

/** Accessible in both themes and on a phone, where nothing is wider than it; leaves pictures. */
export const expectPresentable = async (page: Page, picture: string): Promise<void> => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await page.setViewportSize(narrow);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.setViewportSize(wide);
  await takePictures(page, picture);
};
