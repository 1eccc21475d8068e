import fc from "fast-check";
import { expect, test } from "vitest";
import { exactAmount } from "../../../src/domain/template/exact-amount.js";

test.each([
  ["an integer", 549, 2, "549.00"],
  ["nothing", 0, 2, "0.00"],
  ["nothing without decimals", 0, 0, "0"],
  ["a decimal fewer", 549.5, 2, "549.50"],
  ["as many", 549.55, 2, "549.55"],
  ["three", 1.005, 3, "1.005"],
  ["four", 0.0001, 4, "0.0001"],
  ["below one", 0.05, 2, "0.05"],
  ["in exponents, small", 1e-9, 2, "0.00"],
  ["in exponents, too fine", 1e-7, 2, undefined],
  ["in exponents, large", 1e21, 0, "1000000000000000000000"],
  ["in exponents, with digits", 1.234e21, 2, "1234000000000000000000.00"],
  ["binary dust", 0.1 + 0.2, 2, "0.30"],
  ["dust below", 1.1 * 3 - 3e-16, 2, "3.30"],
  ["dust that carries", 0.9999999999999999, 2, "1.00"],
  ["dust without decimals", 2.9999999999999996, 0, "3"],
  ["dust just forgiven", 5.0000000099, 2, "5.00"],
  ["dust no longer forgiven", 5.00000001, 2, undefined],
  ["dust no longer forgiven, from below", 4.99999999, 2, undefined],
  ["a decimal too many", 1.005, 2, undefined],
  ["half a yen", 549.5, 0, undefined],
  ["below zero", -1, 2, undefined],
  ["no number", Number.NaN, 2, undefined],
  ["no end", Number.POSITIVE_INFINITY, 2, undefined],
])("%s", (_, amount, decimals, expected) => expect(exactAmount(amount, decimals)).toBe(expected));

test("an amount in minor units comes out as it went in", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 4 }), (minor, decimals) => {
      const text = String(minor).padStart(decimals + 1, "0");
      const expected = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
      // Beyond 15 digits a double no longer holds every minor unit.
      if (minor < 1e15) expect(exactAmount(Number(expected), decimals)).toBe(expected);
    }),
  );
});
