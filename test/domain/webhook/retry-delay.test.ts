import { expect, test } from "vitest";
import { retryDelay } from "../../../src/domain/webhook/retry-delay.js";

test("waits grow from 5 s to a day, about 75 hours in all, then there are no more", () => {
  const waits = Array.from({ length: 10 }, (_, failed) => retryDelay(failed + 1, 0));
  expect(waits[0]).toBe(5_000);
  expect(waits[9]).toBeUndefined();
  const hours = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 3_600_000;
  expect(Math.round(hours)).toBe(76);
  expect(retryDelay(1, 1)).toBe(5_500);
});
