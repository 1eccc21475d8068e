import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

const mostSteps = 400;

/** Names of controls as a screen reader says them; figures differ from one day to the next. */
const namesOf = (controls: Locator): Promise<readonly string[]> =>
  controls.evaluateAll((nodes) =>
    nodes.map((node) => (node.getAttribute("aria-label") ?? node.textContent ?? "").replace(/\d+/gu, "#").trim()),
  );

/** A person without a mouse. What has the focus must be seen to have it, wherever it goes. */
export const keyboardOn = (page: Page) => {
  const done = new Set<string>();
  const has = (target: Locator) => target.evaluate((node) => node === document.activeElement);

  /** Marked by an outline, in sight, and not behind a bar that stays. */
  const expectSeen = async () => {
    const faultNow = () =>
      page.evaluate(() => {
        const node = document.activeElement;
        if (node === null || node === document.body) return "nothing has the focus";
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        const { left, right, top, bottom } = node.getBoundingClientRect();
        const at = document.elementFromPoint(
          (left + right) / 2,
          (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
        );
        if (outlineStyle === "none" || Number.parseFloat(outlineWidth) < 2) return `no mark on ${node.outerHTML}`;
        if (bottom <= 0 || top >= innerHeight) return `out of sight: ${node.outerHTML}`;
        return at !== null && (node.contains(at) || at.contains(node)) ? "" : `behind something: ${node.outerHTML}`;
      });
    // A page that scrolls, or is drawn anew, takes a moment.
    let fault = await faultNow();
    for (const end = performance.now() + 5_000; fault !== "" && performance.now() < end; ) fault = await faultNow();
    expect(fault).toBe("");
  };
  /** Keeps the node itself, since to find it again by its role takes longer than all else of a step. */
  const aimAt = (target: Locator) => target.evaluate((aim) => void Object.assign(window, { aim }));
  const place = () =>
    page.evaluate(() => {
      const { aim } = window as unknown as { aim?: Element };
      if (aim?.isConnected !== true) return "drawn anew";
      return aim === document.activeElement ? "there" : "elsewhere";
    });
  const reach = async (target: Locator): Promise<void> => {
    await target.waitFor();
    await aimAt(target);
    for (let step = 0; step < mostSteps; step++) {
      const at = await place();
      if (at === "there" && (await has(target))) break;
      if (at === "elsewhere") await page.keyboard.press("Tab");
      else await aimAt(target);
    }
    expect(await has(target), `Tab reaches ${target}`).toBe(true);
    await expectSeen();
  };
  const press = async (target: Locator, key = "Enter"): Promise<void> => {
    await reach(target);
    for (const name of await namesOf(target)) done.add(name);
    await page.keyboard.press(key);
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" }).first();

  return {
    /** Names of all that was pressed. */
    done,
    has,
    reach,
    press,
    link: (name: string | RegExp) => press(page.getByRole("link", { name, exact: typeof name === "string" }).first()),
    button: (name: string | RegExp, key?: string) => press(button(name), key),
    type: async (label: string | RegExp, text: string): Promise<void> => {
      await reach(page.getByLabel(label).first());
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    },
    /** By arrows, as a list of choices is worked without a mouse. */
    choose: async (label: string, value: string): Promise<void> => {
      const field = page.getByLabel(label, { exact: true }).first();
      await reach(field);
      await page.keyboard.press("Home");
      for (let step = 0; step < 20 && (await field.inputValue()) !== value; step++)
        await page.keyboard.press("ArrowDown");
      expect(await field.inputValue()).toBe(value);
    },
    /** A dialog takes the focus, keeps it, and gives it back to what opened it. */
    asks: async (opener: Locator, title: string | RegExp): Promise<void> => {
      await press(opener);
      const dialog = page.getByRole("dialog", { name: title });
      await dialog.waitFor();
      for (let step = 0; step < 12; step++) {
        const outside = await dialog.evaluate(
          (node) => document.activeElement !== document.body && !node.contains(document.activeElement),
        );
        expect(outside, "the focus stays in the dialog").toBe(false);
        await page.keyboard.press("Tab");
      }
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      await expect.poll(() => has(opener), { message: "the focus is back where it was" }).toBe(true);
    },
    /** Tab by Tab around the page, from where the focus is: all that can be worked is reached, each in sight, and no trap. */
    walk: async (): Promise<void> => {
      await page.evaluate(() => {
        // A row that arrives meanwhile is not asked for.
        const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
        Object.assign(window, { all, reached: new Set<Element>() });
      });
      for (let step = 0; step < mostSteps; step++) {
        await page.keyboard.press("Tab");
        const found = await page.evaluate(() => {
          const { reached } = window as unknown as { reached: Set<Element> };
          const node = document.activeElement;
          // Behind the last one comes the browser's own bar, then the first.
          if (node === null || node === document.body) return "outside";
          if (reached.has(node)) return "known";
          reached.add(node);
          return "new";
        });
        if (found === "known") break;
        if (found === "new") await expectSeen();
      }
      const missed = await page.evaluate(() => {
        const { all, reached } = window as unknown as { all: readonly Element[]; reached: Set<Element> };
        return all
          .filter((node) => node.isConnected && node.checkVisibility({ visibilityProperty: true }))
          .filter((node) => !node.matches(":disabled"))
          .filter((node) => !reached.has(node))
          .map((node) => node.outerHTML.slice(0, 120));
      });
      expect(missed).toEqual([]);
    },
    /** The buttons that a page offers, by name. */
    offered: () => namesOf(page.locator("main button")),
  };
};
