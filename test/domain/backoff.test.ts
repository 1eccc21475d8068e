import { expect, test } from "vitest";
import { backoff } from "../../src/domain/backoff.js";

test("waits double from the first to the longest, however often something failed", () => {
  expect([0, 1, 2, 3, 4, 5_000].map(backoff(100, 1_000))).toEqual([100, 200, 400, 800, 1_000, 1_000]);
});
