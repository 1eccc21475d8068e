import { expect, test } from "vitest";
import { dashTexts } from "../../../src/adapters/cli/dash-texts.js";

const flags = new Set(["--json", "--wait", "--optimize", "-h"]);

test.each([
  ["a text", "send +91 -40%_today", "send +91 -- -40%_today"],
  ["before options", "send +91 -40%_today --wait --max-parts 2", "send +91 --wait --max-parts 2 -- -40%_today"],
  ["behind an option without a value", "send +91 --wait -40%", "send +91 --wait -- -40%"],
  ["a text of one word", "send +91 -sale", "send +91 -- -sale"],
  ["the value of an option stays one", "bulk f.csv --text -40% --json", "bulk f.csv --text -40% --json"],
  ["a value behind =", "bulk f.csv --text=-40% -x%", "bulk f.csv --text=-40% -- -x%"],
  ["options are no texts", "send +91 hi --json -h", "send +91 hi --json -h"],
  ["a misspelt option is a fault still", "send +91 hi --jsno", "send +91 hi --jsno"],
  ["who writes -- knows it", "send +91 -- --hi", "send +91 -- --hi"],
  ["- alone is standard input", "publish order.created -", "publish order.created -"],
])("%s", (_, given, expected) => {
  // `_` stands for a blank inside of a word.
  const words = (line: string) => line.split(" ").map((word) => word.replaceAll("_", " "));
  expect(dashTexts(words(given), flags)).toEqual(words(expected));
});
