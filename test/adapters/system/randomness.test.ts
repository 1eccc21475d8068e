import { describe, expect, test } from "vitest";
import { systemRandomness } from "../../../src/adapters/system/randomness.js";

describe("the system's randomness", () => {
  test.each([1, 2, 10, 31, 2 ** 32])("every draw below %d is a whole number from 0", (bound) => {
    for (let n = 0; n < 2_000; n += 1) {
      const drawn = systemRandomness.below(bound);
      expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true);
    }
  });

  test("draws are even: chi-squared over 100,000, 9 degrees of freedom", () => {
    const counts = new Array<number>(10).fill(0);
    for (let n = 0; n < 100_000; n += 1) counts[systemRandomness.below(10)]! += 1;
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // Exceeded by an even source once in a million runs.
    expect(chiSquared).toBeLessThan(47);
  });

  test("ids are UUIDs of version 4, each another", () => {
    const ids = Array.from({ length: 1_000 }, () => systemRandomness.uuid());
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  });
});
