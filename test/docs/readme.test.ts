import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { settings } from "../../src/adapters/environment/settings.js";
import { settingsTable } from "../../src/adapters/environment/settings-table.js";
import { between, settingsPage } from "../support/write-settings.js";

const readme = readFileSync("README.md", "utf8");

test("docs/settings.md has the table of what the reader checks (npm run docs writes it)", () => {
  expect(between.exec(readFileSync(settingsPage, "utf8"))?.[0]).toContain(settingsTable());
});

test("every setting stands in one table, and every table is read", () => {
  const listed = [...settingsTable().matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);
  expect(listed).toEqual(Object.keys(settings));
});

test("the settings that the README names are there", () => {
  const names = [...readme.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=\w+)?`/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !(name in settings))).toEqual([]);
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
