import { describe, expect, test } from "vitest";
import { csvRows } from "../../../src/adapters/cli/csv-rows.js";

describe("rows of a CSV file", () => {
  test.each<[string, string, readonly (readonly [number, readonly string[]])[]]>([
    [
      "plain",
      "phone,class\n+91,all\n",
      [
        [1, ["phone", "class"]],
        [2, ["+91", "all"]],
      ],
    ],
    [
      "CRLF, and no end of the last line",
      "a,b\r\n1,2",
      [
        [1, ["a", "b"]],
        [2, ["1", "2"]],
      ],
    ],
    [
      "a byte order mark is no part of the heading",
      "\uFEFFphone\n1\n",
      [
        [1, ["phone"]],
        [2, ["1"]],
      ],
    ],
    [
      "semicolons, as spreadsheets in Europe write",
      "a;b\n1,5;2\n",
      [
        [1, ["a", "b"]],
        [2, ["1,5", "2"]],
      ],
    ],
    [
      "quotes",
      'a,b\n"x, ""y""",2\n',
      [
        [1, ["a", "b"]],
        [2, ['x, "y"', "2"]],
      ],
    ],
    [
      "a line break in quotes: the next row's line is right",
      'a\n"1\n2"\n3\n',
      [
        [1, ["a"]],
        [2, ["1\n2"]],
        [4, ["3"]],
      ],
    ],
    [
      "empty lines are no rows",
      "a\n\n1\n,\n",
      [
        [1, ["a"]],
        [3, ["1"]],
      ],
    ],
    [
      "empty cells",
      "a,b,c\n1,,\n",
      [
        [1, ["a", "b", "c"]],
        [2, ["1", "", ""]],
      ],
    ],
  ])("%s", (_, text, rows) => {
    const read = csvRows(text);
    expect(read.map(({ line, cells }) => [line, cells])).toEqual(rows);
    expect(read.every(({ fault }) => fault === undefined)).toBe(true);
  });

  test("a quote that nobody closes takes its own line with it and no other", () => {
    const rows = csvRows('phone,where\n1,"x\n2,y\n3,z\n');
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [1, undefined],
      [2, "a quote is never closed"],
      [3, undefined],
      [4, undefined],
    ]);
  });

  test("text behind a closed quote is a fault of its row", () => {
    expect(csvRows('a\n"1"2\n3\n').map(({ line, fault }) => [line, fault])).toEqual([
      [1, undefined],
      [2, "text stands behind a closed quote"],
      [3, undefined],
    ]);
  });
});
