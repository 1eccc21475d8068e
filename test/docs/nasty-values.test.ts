import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nastyPage } from "../support/nasty-page.js";

test("docs/nasty-values.md is what the templates make of them; if not: npm run docs", () => {
  expect(readFileSync("docs/nasty-values.md", "utf8")).toBe(nastyPage());
});

test("nothing that is not drawn reaches a text but what means something", () => {
  const cells =
    nastyPage()
      .split("\n## ")
      .slice(1)
      .join()
      .match(/<[0-9A-F]{2,5}>/g) ?? [];
  // Joiners, and the marks that keep an Arabic name from turning its surroundings.
  expect([...new Set(cells)].toSorted()).toEqual(["<200C>", "<200D>", "<2068>", "<2069>"]);
});
