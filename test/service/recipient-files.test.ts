import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { createCheckFile } from "../../src/composition/check-file.js";
import { noLimits } from "../../src/adapters/files/no-limits.js";
import { readTemplates } from "../../src/adapters/files/templates.js";
import { judgeAlone } from "../../src/composition/judge-alone.js";
import { ManualClock } from "../support/manual-clock.js";
import { sms } from "../support/command-line.js";

const folder = "test/service/recipient-files";
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".csv"))
  .map((name) => name.slice(0, -4));
/** A Friday, noon in India: promotional texts go at once. */
const noon = new Date("2026-11-27T06:30:00Z");
const check = createCheckFile(async () =>
  judgeAlone(
    readConfig({ LOG_LEVEL: "silent" }),
    { limits: noLimits, templates: readTemplates("templates") },
    new ManualClock(noon),
  ),
);

test("there is a file for every way in which people's files are damaged", () => {
  expect(files.length).toBeGreaterThanOrEqual(35);
});

test.each(files)("%s: the report beside it", async (name) => {
  const report = await check(`${folder}/${name}.csv`, { template: "promotional_offer" }).catch((error: unknown) => ({
    error: (error as Error).message,
  }));
  const expected = `${folder}/${name}.json`;
  // A new file's report is written once, to be read and committed.
  if (!existsSync(expected) && process.env["CI"] !== "true")
    writeFileSync(expected, `${JSON.stringify(report, null, 2)}\n`);
  expect(report).toEqual(JSON.parse(readFileSync(expected, "utf8")));
});

test("words without a class are checked as the campaign goes: as promotional ones", async () => {
  const words = { text: "Big sale. Reply STOP to opt out" };
  const promotional = await check(`${folder}/plain.csv`, { ...words, class: "promotional" });
  expect(await check(`${folder}/plain.csv`, words)).toEqual(promotional);
  expect(await check(`${folder}/plain.csv`, { ...words, class: "transactional" })).not.toEqual(promotional);
});

test("the arithmetic of every report closes", async () => {
  for (const name of files) {
    const { bad, duplicates, excluded, good, rows, parts, windows } = JSON.parse(
      readFileSync(`${folder}/${name}.json`, "utf8"),
    );
    if (rows === undefined) continue;
    expect(good + bad + duplicates + excluded, name).toBe(rows);
    const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
    expect(sum(Object.values(parts as Record<string, number>)), name).toBe(good);
    expect(sum((windows as { rows: number }[]).map((one) => one.rows)), name).toBe(good);
  }
});

test.each([
  ["a good file", "plain", 0, "2 rows: 2 good, 0 bad"],
  ["a file with a bad row", "ragged", 1, "line 3: The row has 2 cells, the header has 3"],
  ["a file that is no CSV", "excel-workbook", 1, "Save As"],
])("sms campaign check: %s", async (_, name, code, said) => {
  const ran = await sms(["campaign", "check", `${folder}/${name}.csv`, "--template", "promotional_offer"]);
  expect(ran.code).toBe(code);
  expect(ran.out + ran.err).toContain(said);
});

test.each([
  [["nowhere.csv", "--text", "Hello"], 1, "there is no file nowhere.csv"],
  [[`${folder}/plain.csv`], 2, "give either --template NAME or --text TEXT"],
  [[`${folder}/plain.csv`, "--template", "x"], 1, "there is no template x"],
  [[`${folder}/plain.csv`, "--text", "x", "--variables", "["], 2, "variables"],
])("sms campaign check %j", async (args, code, said) => {
  const ran = await sms(["campaign", "check", ...args]);
  expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(said)]);
});
