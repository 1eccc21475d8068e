import { expect, test } from "vitest";
import { checkedFilePage } from "../../../src/adapters/cli/checked-file-page.js";
import type { CheckedFile, CheckedWindow } from "../../../src/domain/campaign/checked-file.js";
import { localHour } from "../../../src/domain/country/local-hour.js";

const report: CheckedFile = {
  ...{ hash: "0".repeat(64), rows: 5_000, good: 5_000, bad: 0, duplicates: 0, excluded: 0, exclusions: {} },
  ...{ parts: { 1: 5_000 }, cost: { low: 1, high: 1, currency: "USD" as const }, unpriced: 0, windows: [] },
  ...{ encoding: "utf-8", delimiter: ",", mended: {}, unused: [], faults: [], redisBytes: 1 },
};

const waiting = (zone: string, from: string, rows: number): CheckedWindow => ({
  ...{ zone, from, rows },
  ...localHour(zone, Date.parse(from)),
});

const told = (windows: readonly CheckedWindow[]): readonly string[] =>
  checkedFilePage({ ...report, windows }).filter((line) => line.includes(" would "));

test("who waits is told by the clocks of the place", () =>
  expect(
    told([
      { from: null, rows: 4_120 },
      waiting("America/New_York", "2026-11-25T14:00:00.000Z", 880),
      waiting("Asia/Calcutta", "2026-11-26T03:30:00.000Z", 1),
    ]),
  ).toEqual([
    "  4,120 texts would go at once",
    "  880 texts would wait for 09:00 in New York on Wednesday (2026-11-25T14:00:00.000Z)",
    "  1 text would wait for 09:00 in Kolkata on Thursday (2026-11-26T03:30:00.000Z)",
  ]));

test("a file from everywhere is told in twenty lines and their rest", () => {
  const windows = Array.from({ length: 30 }, () => waiting("Europe/Paris", "2026-11-25T08:00:00.000Z", 100));
  expect(told(windows)).toHaveLength(21);
  expect(told(windows).at(-1)).toBe("  1,000 texts would wait in further zones, or longer");
});
