import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bulkProgress } from "../../../src/adapters/files/bulk-progress.js";

const folder = mkdtempSync(join(tmpdir(), "sms-bulk-"));
afterAll(() => rmSync(folder, { recursive: true }));
const run = { run: "r-1", digest: "d", rows: 500, accepted: 499, refused: 1, ended: false };

test("what was written is read; where nothing was, there was no run", async () => {
  const file = join(folder, "people.csv");
  expect(await bulkProgress.read(file)).toBeUndefined();
  await bulkProgress.write(file, run);
  expect(await bulkProgress.read(file)).toEqual(run);
});

test("an earlier run that cannot be read is a fault, and no run that never was", async () => {
  const file = join(folder, "folder.csv");
  mkdirSync(`${file}.bulk.json`);
  await expect(bulkProgress.read(file)).rejects.toThrow("earlier run cannot be read: ");
  const cut = join(folder, "cut.csv");
  writeFileSync(`${cut}.bulk.json`, '{"run":"r-1"');
  await expect(bulkProgress.read(cut)).rejects.toThrow("cut.csv.bulk.json is no record of a run; delete it");
});

test("progress that cannot be kept is told before anything is sent", async () => {
  await expect(bulkProgress.write(join(folder, "none", "people.csv"), run)).rejects.toThrow(
    "The progress of the run cannot be kept: there is no file ",
  );
});
