import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { payloadDigest } from "../../../src/application/intake/payload-digest.js";
import { createHashes } from "../../../src/adapters/system/hashes.js";
import { runs } from "../../support/property-runs.js";

const digest = (payload: unknown) => payloadDigest(createHashes(Buffer.alloc(32, 7)), payload);

/** The same value, the keys of all its objects the other way round. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, held]) => [name, reversed(held)]),
  );
};

describe("payloadDigest", () => {
  test("the order of keys makes no difference", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(digest(reversed(value))).toBe(digest(value));
      }),
      { numRuns: runs(200) },
    );
  });

  test.each<[why: string, one: unknown, other: unknown, same: boolean]>([
    ["another number", { to: "+1" }, { to: "+2" }, false],
    ["another text", { to: "+1", text: "a" }, { to: "+1", text: "b" }, false],
    ["another order of a list", { items: [1, 2] }, { items: [2, 1] }, false],
    ["a number and its digits as text", { amount: 5 }, { amount: "5" }, false],
    ["what is null is left out", { to: "+1", locale: null }, { to: "+1" }, true],
    ["what is undefined is left out", { to: "+1", locale: undefined }, { to: "+1" }, true],
    ["another instant", { at: new Date(1) }, { at: new Date(2) }, false],
    ["values that meet at their border", { a: "1", b: "2" }, { a: '1","b":"2' }, false],
  ])("%s", (_, one, other, same) => {
    expect(digest(one) === digest(other)).toBe(same);
  });
});
