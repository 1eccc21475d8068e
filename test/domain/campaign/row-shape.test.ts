import { describe, expect, test } from "vitest";
import { cellsOf, isBlankRow } from "../../../src/domain/campaign/row-shape.js";

test.each([
  [[], true],
  [[""], true],
  [[" ", "\t", "\u00a0"], true],
  [["", "x"], false],
  [["x", ""], false],
  [["x", "y"], false],
])("%j is blank: %s", (row, blank) => expect(isBlankRow(row)).toBe(blank));

describe("a row has as many cells as the file has headings", () => {
  test.each<[string, readonly string[], number, readonly string[] | string]>([
    ["as many", ["a", "b"], 2, ["a", "b"]],
    ["the last one empty", ["a", ""], 2, ["a", ""]],
    ["all but the first empty", ["a", "", ""], 3, ["a", "", ""]],
    ["more, but empty", ["a", "b", "", " "], 2, ["a", "b"]],
    ["more, and empty before them", ["a", "", "", ""], 2, ["a", ""]],
    ["one more", ["a", "b", "c"], 2, "The row has 3 cells, the header has 2"],
    ["one more behind an empty one", ["a", "", "c", ""], 2, "The row has 3 cells, the header has 2"],
    ["one less", ["a", "b"], 3, "The row has 2 cells, the header has 3"],
    ["one less, though it ends in an empty one", ["a", ""], 3, "The row has 2 cells, the header has 3"],
    ["one alone", ["a"], 3, "The row has 1 cell, the header has 3"],
    ["two for one", ["a", "b"], 1, "The row has 2 cells, the header has 1"],
  ])("%s", (_, row, headings, cells) => expect(cellsOf(row, headings)).toEqual(cells));
});
