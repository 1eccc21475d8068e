import { expect, test } from "vitest";
import { isNestedDeeper } from "../../../src/adapters/http/is-nested-deeper.js";

const nested = (depth: number): string => `${'[{"a":'.repeat(depth / 2)}1${"}]".repeat(depth / 2)}`;

test.each([
  ["nothing", "", false],
  ["a number", "1", false],
  ["as deep as may be", nested(10), false],
  ["deeper", nested(12), true],
  ["wide, and not deep", `[${Array.from({ length: 50 }, () => nested(8)).join(",")}]`, false],
  ["brackets in a text", JSON.stringify("[{".repeat(50)), false],
  ["brackets behind an escaped quote", JSON.stringify(`"${"[".repeat(50)}`), false],
  ["a text that ends with a backslash, and depth behind it", `["\\\\",${nested(12)}]`, true],
  ["a text that never ends", `"${"[".repeat(50)}`, false],
  ["brackets that never close", "[".repeat(11), true],
])("%s", (_, json, deeper) => expect(isNestedDeeper(json, 10)).toBe(deeper));
