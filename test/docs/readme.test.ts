import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsTable } from "../../src/adapters/environment/settings-table.js";
import { between } from "../support/write-settings.js";

const readme = readFileSync("README.md", "utf8");

test("the README's table of settings is what the reader checks (npm run docs writes it)", () => {
  expect(between.exec(readme)?.[0]).toContain(settingsTable());
});

test("its first screen holds the two commands", () => {
  const first = readme.split("\n").slice(0, 30).join("\n");
  expect(first).toContain("npm ci && npm start");
  expect(first).toContain("npm ci && npm test");
});

test("its pictures are there, and small enough for everybody's clone", () => {
  const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+\.png)\)/g)].map(([, path]) => path!);
  expect(pictures.length).toBeGreaterThanOrEqual(3);
  for (const path of pictures) expect(statSync(path).size, path).toBeLessThan(150 * 1_024);
});
