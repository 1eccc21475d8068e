import fc from "fast-check";
import { expect, test } from "vitest";
import { cellValue } from "../../../src/domain/campaign/cell-value.js";
import { exactAmount } from "../../../src/domain/template/exact-amount.js";

test.each<[string, string | number]>([
  ["549.00", 549],
  ["549", 549],
  ["0", 0],
  ["000.50", 0.5],
  [" 549.5\u00a0", 549.5],
  ["-3", -3],
  ["1500000000000.25", 1_500_000_000_000.25],
  // Another amount in another country, or no number.
  ["1,500", "1,500"],
  ["549,00", "549,00"],
  ["Rs. 549", "Rs. 549"],
  ["4.5E+3", "4.5E+3"],
  ["0x10", "0x10"],
  ["-0", "-0"],
  ["", ""],
  // More digits than a number holds: the nearest one would be another amount.
  ["90071992547409930.01", "90071992547409930.01"],
  ["0.1000000000000000055", "0.1000000000000000055"],
])("an amount in a file: %j", (cell, value) => expect(cellValue(cell, "money")).toBe(value));

test("a count is a number, and a variable of any other type its own text", () => {
  expect(cellValue("3", "integer")).toBe(3);
  for (const type of ["text", "code", "date", "time", "datetime", "url", undefined] as const)
    expect(cellValue("012", type)).toBe("012");
});

test("whatever number a cell becomes has the cell's own digits", () => {
  const cents = fc.tuple(fc.bigInt(0n, 10n ** 20n), fc.integer({ min: 0, max: 99 }));
  fc.assert(
    fc.property(cents, ([whole, cent]) => {
      const cell = `${whole}.${String(cent).padStart(2, "0")}`;
      const value = cellValue(cell, "money");
      if (typeof value === "number") expect(exactAmount(value, 2)).toBe(cell);
      else expect(whole > 10n ** 12n).toBe(true);
    }),
  );
});
