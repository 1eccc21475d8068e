import { expect, test } from "vitest";
import { numberCellOf } from "../../../src/domain/campaign/number-cell.js";

test.each([
  ["as people write it", "+91 98765 43210", { kind: "number", text: "+91 98765 43210" }],
  ["Excel's formula", '="+919876543210"', { kind: "number", text: "+919876543210", mend: "formula" }],
  ["Excel's formula without quotes", "=919876543210", { kind: "number", text: "919876543210", mend: "formula" }],
  ["Excel's mark of a text", "'+919876543210", { kind: "number", text: "+919876543210", mend: "apostrophe" }],
  ["LibreOffice's decimal", "919876543210.0", { kind: "number", text: "919876543210", mend: "decimal" }],
  ["a decimal that is more than one", "919876543210.05", { kind: "number", text: "919876543210.05" }],
  ["blanks around it", "  98765 43210 ", { kind: "number", text: "98765 43210" }],
] as const)("%s", (_, cell, expected) => expect(numberCellOf(cell)).toEqual(expected));

test.each(["9.19877E+11", "9.19877654321E+11", "9,19E+11", "9E11", "-1.2e+5"])("%s has lost its digits", (cell) => {
  expect(numberCellOf(cell)).toMatchObject({ kind: "fault", fault: expect.stringContaining(cell) });
});

test.each(["", " ", "\u00a0"])("%j is missing", (cell) => {
  expect(numberCellOf(cell)).toEqual({ kind: "fault", fault: "The number is missing" });
});

test.each([
  ["x9E11", "a letter before it"],
  ["9E11x", "a letter behind it"],
])("%s is no number that Excel changed: %s", (cell) =>
  expect(numberCellOf(cell)).toEqual({ kind: "number", text: cell }),
);

test.each(["12.5E+11", "91E10"])("%s is one", (cell) => expect(numberCellOf(cell).kind).toBe("fault"));

test("a long one is cut in the sentence", () => {
  const { fault } = numberCellOf(`1.${"2".repeat(40)}E+11`) as { readonly fault: string };
  expect(fault).toBe(
    `Excel changed this number to 1.${"2".repeat(18)}. Format the column as Text, enter the numbers again and export once more`,
  );
});

test.each(["a=9876543210", '="98765" 43210"', "tel 919876543210.0", "1234.0"])("%s is left as it is", (cell) =>
  expect(numberCellOf(cell)).toEqual({ kind: "number", text: cell }),
);
