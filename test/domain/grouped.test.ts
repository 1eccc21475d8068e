import { expect, test } from "vitest";
import { grouped } from "../../src/domain/grouped.js";

test("items keep their order, and groups that of their first items; no key is a key", () => {
  const keys = ["b", undefined, "a", "b", undefined];
  const groups = grouped([0, 1, 2, 3, 4], (one) => keys[one]);
  expect([...groups]).toEqual([
    ["b", [0, 3]],
    [undefined, [1, 4]],
    ["a", [2]],
  ]);
  expect(grouped([], String).size).toBe(0);
});
