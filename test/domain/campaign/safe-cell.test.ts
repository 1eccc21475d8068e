import { expect, test } from "vitest";
import { numberAsCell, safeCell } from "../../../src/domain/campaign/safe-cell.js";

test.each([
  ["Ana", '"Ana"'],
  ["", '""'],
  ['say "hi", or "bye"', '"say ""hi"", or ""bye"""'],
  // What a spreadsheet would run.
  ["=1+1", `"'=1+1"`],
  ["+49", `"'+49"`],
  ["-1", `"'-1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t=1"`],
  ["\r=1", `"'\r=1"`],
  ["\n=1", `"'\n=1"`],
  ["\0=1", `"'\0=1"`],
  ["\uff1d1+1", `"'\uff1d1+1"`],
  ['="a"', `"'=""a"""`],
  // Inside a cell the same signs do nothing.
  ["1=1", '"1=1"'],
  ["a\n=b", '"a\n=b"'],
])("the cell of %j is %s", (text, cell) => expect(safeCell(text)).toBe(cell));

test.each([
  ["+447911123456", '"+44 7911123456"'],
  ["+9198••••3210", '"+91 98••••3210"'],
  ["not a number +44", '"not a number +44"'],
  // Words that stood in the place of a number, masked.
  ['=HYPE••••"x")', `"'=HYPE••••""x"")"`],
  ['+4412••••","=', '"+44 12••••"",""="'],
])("%s as a cell is not read as a figure", (number, cell) => expect(numberAsCell(number)).toBe(cell));
